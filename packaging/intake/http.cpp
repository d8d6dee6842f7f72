#include "packaging/intake/http.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "packaging/intake/reading.h"

namespace tocsin::intake {
namespace {

constexpr const char* kMediaType = "application/cloudevents+json";
constexpr int kIdleSeconds = 75;  // longer than nginx keeps an idle connection
constexpr int kBacklog = 512;

struct HttpCloser {
  void operator()(evhttp* server) const { evhttp_free(server); }
};

std::string_view header(evhttp_request* request, const char* name) {
  const char* value = evhttp_find_header(evhttp_request_get_input_headers(request), name);
  return value ? std::string_view(value) : std::string_view();
}

void reply(evhttp_request* request, const HttpAnswer& answer) {
  evkeyvalq* const headers = evhttp_request_get_output_headers(request);
  if (!answer.receipt_id.empty()) evhttp_add_header(headers, "Receipt-Id", answer.receipt_id.c_str());
  if (answer.retry_after_s != 0) {
    evhttp_add_header(headers, "Retry-After", std::to_string(answer.retry_after_s).c_str());
  }
  evhttp_add_header(headers, "Content-Type", answer.content_type);
  evbuffer* const body = evhttp_request_get_output_buffer(request);
  evbuffer_add(body, answer.body.data(), answer.body.size());
  evhttp_send_reply(request, answer.status, nullptr, nullptr);
}

Failure system_failure(const std::string& address) {
  Error error{Code::io, "intake.listen", address + ": " + std::generic_category().message(errno), {}, 0,
              errno};
  return fail(std::move(error));
}

}  // namespace

struct HttpServer::State {
  event_base* base;
  std::string path;
  Handlers handlers;
  std::unique_ptr<evhttp, HttpCloser> http;

  void send(evhttp_request* request, const HttpAnswer& answer) const {
    handlers.answered(answer.status);
    reply(request, answer);
  }

  void on_receipt(evhttp_request* request) const {
    if (evhttp_request_get_command(request) != EVHTTP_REQ_POST)
      return send(request, {405, {}, 0, "not POST\n"});
    if (header(request, "Content-Type") != kMediaType) {
      return send(request, {400, {}, 0, "Content-Type is not application/cloudevents+json\n"});
    }
    evbuffer* const input = evhttp_request_get_input_buffer(request);
    const std::size_t size = evbuffer_get_length(input);
    if (size > kBodyBytes) return send(request, {413, {}, 0, "too large\n"});
    const auto* const body = evbuffer_pullup(input, -1);
    handlers.receipt({reinterpret_cast<const char*>(body), body ? size : 0},
                     header(request, "Idempotency-Key"),
                     [this, request](const HttpAnswer& answer) { send(request, answer); });
  }

  void on_request(evhttp_request* request) const {
    const evhttp_uri* const uri = evhttp_request_get_evhttp_uri(request);
    const char* const asked = uri ? evhttp_uri_get_path(uri) : nullptr;
    const std::string_view where = asked ? asked : "";
    if (!path.empty() && where == path) return on_receipt(request);
    int status = 404;
    std::string text;
    if (evhttp_request_get_command(request) == EVHTTP_REQ_GET) text = handlers.page(where, status);
    send(request, {status, {}, 0, std::move(text), "text/plain; version=0.0.4"});
  }
};

HttpServer::HttpServer(event_base* base, std::string path, Handlers handlers)
    : state_(std::make_unique<State>(State{base, std::move(path), std::move(handlers), nullptr})) {
  state_->http.reset(evhttp_new(base));
  evhttp* const http = state_->http.get();
  evhttp_set_max_headers_size(http, 8192);
  evhttp_set_max_body_size(http, kBodyBytes);
  evhttp_set_timeout(http, kIdleSeconds);
  evhttp_set_allowed_methods(http, EVHTTP_REQ_POST | EVHTTP_REQ_GET);
  evhttp_set_default_content_type(http, nullptr);
  evhttp_set_gencb(
      http, [](evhttp_request* request, void* state) { static_cast<State*>(state)->on_request(request); },
      state_.get());
}

HttpServer::~HttpServer() = default;

Result<int> HttpServer::listen(const std::string& address) {
  sockaddr_storage place{};
  socklen_t size = 0;
  if (address.rfind("unix:", 0) == 0) {
    auto& local = reinterpret_cast<sockaddr_un&>(place);
    const std::string path = address.substr(5);
    if (path.size() >= sizeof local.sun_path)
      return fail(Code::invalid_argument, "intake.listen", "path too long");
    local.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), local.sun_path);
    size = sizeof local;
    ::unlink(path.c_str());  // left by an earlier run that was killed
  } else {
    // libevent refuses port 0, with which the system picks one.
    const bool is_any_port = address.size() > 2 && address.compare(address.size() - 2, 2, ":0") == 0;
    const std::string named = is_any_port ? address.substr(0, address.size() - 1) + "1" : address;
    int length = sizeof place;
    auto* const general = reinterpret_cast<sockaddr*>(&place);
    if (evutil_parse_sockaddr_port(named.c_str(), general, &length) != 0) {
      return fail(Code::invalid_argument, "intake.listen", address + ": not ADDRESS:PORT or unix:PATH");
    }
    size = static_cast<socklen_t>(length);
    if (is_any_port)
      reinterpret_cast<sockaddr_in&>(place).sin_port = 0;  // at the same offset in sockaddr_in6
  }
  evconnlistener* const listener = evconnlistener_new_bind(
      state_->base, nullptr, nullptr, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE,
      kBacklog, reinterpret_cast<sockaddr*>(&place), static_cast<int>(size));
  if (!listener) return system_failure(address);
  sockaddr_storage bound{};
  socklen_t bound_size = sizeof bound;
  getsockname(evconnlistener_get_fd(listener), reinterpret_cast<sockaddr*>(&bound), &bound_size);
  if (!evhttp_bind_listener(state_->http.get(), listener)) {
    evconnlistener_free(listener);
    return fail(Code::io, "intake.listen", address);
  }
  if (bound.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in&>(bound).sin_port);
  if (bound.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(bound).sin6_port);
  return 0;
}

}  // namespace tocsin::intake
