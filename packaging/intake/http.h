// The HTTP side of the intake: one path for receipts, and a second address for health and counters.
// libevent. Addresses of clients are never read.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "schema/core/result.h"

struct event_base;
struct evhttp;

namespace tocsin::intake {

struct HttpAnswer {
  int status = 503;
  std::string receipt_id;      // header Receipt-Id, if not empty
  unsigned retry_after_s = 0;  // header Retry-After, if not 0
  std::string body;
  const char* content_type = "text/plain";
};
using Answerer = std::function<void(const HttpAnswer&)>;

class HttpServer {
 public:
  struct Handlers {
    /// A POST to the path of receipts with the right media type. `answer` is called exactly once, now or
    /// later.
    std::function<void(std::string_view body, std::string_view idempotency_key, Answerer answer)> receipt;
    /// A GET of another path. Nothing: 404.
    std::function<std::string(std::string_view path, int& status)> page;
    std::function<void(int status)> answered;
  };
  /// `path` is empty where no receipts are taken.
  HttpServer(event_base* base, std::string path, Handlers handlers);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// "127.0.0.1:PORT", "[::1]:PORT" or "unix:PATH"; port 0 takes a free one. The answer is the port, or 0.
  /// Errors: invalid_argument, io.
  [[nodiscard]] Result<int> listen(const std::string& address);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tocsin::intake
