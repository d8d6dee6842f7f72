// Clients that send receipts to a receiver on loopback and wait for each answer. Bounded in time and number.
//
// Usage: intake_load PORT CONNECTIONS SECONDS MOST SEED [new]
//   new   a new TLS connection for each receipt
// Each receipt is another installation's; two of three are displays. Prints one line of JSON.
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "schema/core/instant.h"
#include "schema/core/text/text.h"
#include "schema/trust/digest.h"

namespace {

using Clock = std::chrono::steady_clock;

struct Plan {
  unsigned port = 0, connections = 1, seconds = 1, most = 1, seed = 0;
  bool is_new_each = false;
};

struct Totals {
  unsigned made = 0, acknowledged = 0, refused = 0, broken = 0, handshakes = 0;
  std::vector<double> milliseconds;
};

std::string cut_base32(const std::string& bytes) {
  return tocsin::base32(tocsin::as_view(tocsin::sha256(bytes)).substr(0, 16));
}

/// A whole request; `number` names the installation.
std::string request_of(const Plan& plan, unsigned number, const std::string& hour) {
  const std::string installation = cut_base32(std::to_string(plan.seed) + "/" + std::to_string(number));
  const std::string outcome = number % 3 == 0 ? "acknowledged" : "displayed";
  const std::string actor = "0123456789abcdef";
  std::string fields = "SCF-RCPT-v1";
  for (const std::string& field : {installation, std::string("av95"), std::string("1"), outcome, actor}) {
    fields.append(1, '\0').append(field);
  }
  const std::string id = cut_base32(fields);
  const std::string body = R"({"specversion":"1.0","id":")" + id + R"(","source":"urn:example:messenger:)" +
                           installation + R"(","type":"com.example.messenger.)" + outcome +
                           R"(.v1","subject":"av95/1","time":")" + hour +
                           R"(","messageid":"av95","revision":1,"epoch":1,"serial":7,"outcome":")" + outcome +
                           R"(","actor":")" + actor + R"(","locale":"en","client":"1.0.0","os":"linux"})";
  return "POST /v1/receipts HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
         "application/cloudevents+json\r\nIdempotency-Key: " +
         id + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class Load {
 public:
  Load(const Plan& plan, event_base* base, SSL_CTX* tls)
      : plan_(plan), base_(base), tls_(tls), end_(Clock::now() + std::chrono::seconds(plan.seconds)) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    hour_ = tocsin::format_instant(
        tocsin::instant_at(std::chrono::duration_cast<std::chrono::hours>(now).count() * 3600));
  }

  struct Connection {
    Load* load;
    bufferevent* stream = nullptr;
    Clock::time_point sent;
  };

  void connect(Connection& connection) {
    connection.load = this;
    connection.stream = bufferevent_openssl_socket_new(base_, -1, SSL_new(tls_), BUFFEREVENT_SSL_CONNECTING,
                                                       BEV_OPT_CLOSE_ON_FREE | BEV_OPT_DEFER_CALLBACKS);
    bufferevent_openssl_set_allow_dirty_shutdown(connection.stream, 1);
    bufferevent_setcb(
        connection.stream,
        [](bufferevent*, void* c) {
          static_cast<Connection*>(c)->load->on_data(*static_cast<Connection*>(c));
        },
        nullptr,
        [](bufferevent*, short what, void* c) {
          static_cast<Connection*>(c)->load->on_event(*static_cast<Connection*>(c), what);
        },
        &connection);
    bufferevent_enable(connection.stream, EV_READ | EV_WRITE);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_port = htons(static_cast<std::uint16_t>(plan_.port));
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ++totals.handshakes;
    connection.sent = Clock::now();
    bufferevent_socket_connect(connection.stream, reinterpret_cast<sockaddr*>(&place), sizeof place);
    send(connection);
  }

  [[nodiscard]] bool is_over() const { return totals.made >= plan_.most || Clock::now() >= end_; }

  Totals totals;

 private:
  void send(Connection& connection) {
    if (is_over()) return finish(connection);
    const std::string request = request_of(plan_, totals.made++, hour_);
    if (!plan_.is_new_each) connection.sent = Clock::now();
    bufferevent_write(connection.stream, request.data(), request.size());
  }

  void finish(Connection& connection) {
    bufferevent_free(connection.stream);
    connection.stream = nullptr;
    if (++finished_ == plan_.connections) event_base_loopbreak(base_);
  }

  void on_data(Connection& connection) {
    evbuffer* const input = bufferevent_get_input(connection.stream);
    const std::size_t size = evbuffer_get_length(input);
    const auto* const data = reinterpret_cast<const char*>(evbuffer_pullup(input, -1));
    const std::string_view text(data, size);
    const std::size_t head = text.find("\r\n\r\n");
    if (head == std::string_view::npos) return;
    std::size_t length = 0;
    for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
      const std::size_t at = text.find(name);
      if (at < head) std::from_chars(data + at + name.size(), data + head, length);
    }
    if (size < head + 4 + length) return;
    const bool is_good = text.substr(0, 10) == "HTTP/1.1 2" && text.find("Receipt-Id: ") < head;
    ++(is_good ? totals.acknowledged : totals.refused);
    totals.milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - connection.sent).count());
    evbuffer_drain(input, size);
    if (!plan_.is_new_each) return send(connection);
    if (is_over()) return finish(connection);
    bufferevent_free(connection.stream);
    connect(connection);
  }

  void on_event(Connection& connection, short what) {
    // On a kept connection the handshake is not part of a receipt's time.
    if ((what & BEV_EVENT_CONNECTED) && !plan_.is_new_each) connection.sent = Clock::now();
    if ((what & (BEV_EVENT_EOF | BEV_EVENT_ERROR)) == 0) return;
    ++totals.broken;
    if (is_over() || totals.broken > 1000) return finish(connection);
    bufferevent_free(connection.stream);
    connect(connection);
  }

  const Plan& plan_;
  event_base* base_;
  SSL_CTX* tls_;
  Clock::time_point end_;
  std::string hour_;
  unsigned finished_ = 0;
};

double percentile(std::vector<double>& values, std::size_t percent) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) * percent / 100];
}

unsigned number(const char* text) {
  return static_cast<unsigned>(tocsin::parse_decimal(text, 100000000).value_or(0));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::fputs("usage: intake_load PORT CONNECTIONS SECONDS MOST SEED [new]\n", stderr);
    return 2;
  }
  const Plan plan{number(argv[1]), number(argv[2]), number(argv[3]),
                  number(argv[4]), number(argv[5]), argc > 6};
  const std::unique_ptr<event_base, void (*)(event_base*)> base(event_base_new(), event_base_free);
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> tls(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  Load load(plan, base.get(), tls.get());
  std::vector<Load::Connection> connections(plan.connections);
  const auto started = Clock::now();
  for (Load::Connection& connection : connections) load.connect(connection);
  timeval most{};
  most.tv_sec = plan.seconds + 60;  // a receiver that does not answer
  event_base_loopexit(base.get(), &most);
  event_base_dispatch(base.get());
  const double seconds = std::chrono::duration<double>(Clock::now() - started).count();
  Totals& totals = load.totals;
  const double half = percentile(totals.milliseconds, 50), nearly_all = percentile(totals.milliseconds, 99);
  std::printf(
      "{\"seconds\":%.3f,\"acknowledged\":%u,\"refused\":%u,\"broken\":%u,\"handshakes\":%u,\"p50\":%.2f,"
      "\"p99\":%.2f}\n",
      seconds, totals.acknowledged, totals.refused, totals.broken, totals.handshakes, half, nearly_all);
  return totals.acknowledged > 0 ? 0 : 1;
}
