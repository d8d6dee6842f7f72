// What is taken from an answer, and its bounds; the exchanges themselves are in tests/e2e/receipts.
#include "notifier/receipts/http/curl.h"

#include <doctest/doctest.h>

#include "notifier/receipts/http/exchange.h"
#include "notifier/receipts/http/options.h"

using namespace tocsin;

namespace {

constexpr Instant kNow = instant_at(1'794'614'400);  // 2026-11-14T00:00:00Z

Answer answer_to(std::initializer_list<std::string_view> lines) {
  Exchange exchange;
  for (const std::string_view line : lines) CHECK(take_header(exchange, line, kNow));
  return exchange.answer;
}

}  // namespace

TEST_CASE("Retry-After") {
  struct Row {
    std::string_view name;
    std::string_view value;
    std::optional<std::int64_t> seconds;
  };
  const Row rows[] = {
      {"seconds", "120", 120},
      {"zero", "0", 0},
      {"leading zeros", "00120", 120},
      {"zeros", "000", 0},
      {"beyond 64 bits", "99999999999999999999999999", 366 * 86'400},
      {"date", "Sat, 14 Nov 2026 01:00:00 GMT", 3'600},
      {"date that has passed", "Sat, 14 Nov 2020 01:00:00 GMT", 0},
      {"empty", "", {}},
      {"negative", "-1", {}},
      {"words", "soon", {}},
      {"fraction", "1.5", {}},
      {"hex", "0x10", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto found = parse_retry_after(row.value, kNow);
    CHECK(found.has_value() == row.seconds.has_value());
    if (found && row.seconds) CHECK(found->count() == *row.seconds);
  }
}

TEST_CASE("headers") {
  CHECK(answer_to({"HTTP/1.1 201 Created\r\n", "receipt-ID:  abc \r\n", "\r\n"}).receipt_id == "abc");
  CHECK(
      answer_to({"HTTP/1.1 200 OK\r\n", "X-Receipt-Id: abc\r\n", "Receipt-Idx: abc\r\n"}).receipt_id.empty());
  CHECK(answer_to({"HTTP/1.1 200 OK\r\n", "Receipt-Id: a\r\n", "Receipt-Id: b\r\n"}).receipt_id == "a, b");
  CHECK(answer_to({"HTTP/1.1 103 Early\r\n", "Receipt-Id: a\r\n", "\r\n", "HTTP/1.1 200 OK\r\n"})
            .receipt_id.empty());
  CHECK(answer_to({"HTTP/1.1 429 X\r\n", "Retry-After: 7\r\n"}).retry_after == Duration(7));
  CHECK(answer_to({"HTTP/1.1 429 X\r\n", "no colon here\r\n"}).receipt_id.empty());
}

TEST_CASE("bounds of headers and body") {
  Exchange exchange;
  const std::string line = "X: " + std::string(1021, 'y');
  for (int n = 0; n < 64; ++n) CHECK(take_header(exchange, line, kNow));
  CHECK_FALSE(take_header(exchange, "Y: z", kNow));
  std::string chunk(1024, 'b');
  for (int n = 0; n < 16; ++n) CHECK(on_body(chunk.data(), 1, chunk.size(), &exchange) == chunk.size());
  CHECK(on_body(chunk.data(), 1, 1, &exchange) == 0);
}

TEST_CASE("an exchange over its time ends, also where libcurl does not look at the clock") {
  struct Row {
    std::string_view name;
    std::chrono::milliseconds lasted;
    bool is_sent, ends;
  };
  using std::chrono::milliseconds;
  const Row rows[] = {{"just begun", milliseconds(0), false, false},
                      {"connecting, libcurl's turn", milliseconds(11'000), false, false},
                      {"connecting, too long", milliseconds(11'001), false, true},
                      {"sent, libcurl's turn", milliseconds(31'000), true, false},
                      {"sent, too long", milliseconds(31'001), true, true}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(is_over_time(row.lasted, row.is_sent) == row.ends);
  }
  CURL* handle = curl_easy_init();
  const auto now = std::chrono::steady_clock::now();
  Watch begins_later{handle, now + std::chrono::hours(1)}, long_over{handle, now - std::chrono::hours(1)};
  CHECK(on_progress(&begins_later, 0, 0, 0, 0) == 0);
  CHECK(on_progress(&long_over, 0, 0, 0, 0) == 1);
  curl_easy_cleanup(handle);
}

TEST_CASE("every option is known to this libcurl; one that is not is an error with its name") {
  Policy policy;
  CHECK(open_http("https://localhost/", policy, "agent").has_value());
  policy.receipt_ca_file = "/nowhere/ca.pem";
  policy.proxy = "http://127.0.0.1:9";
  CHECK(open_http("https://localhost/", policy, "agent").has_value());
  CURL* handle = curl_easy_init();
  const auto refused =
      CurlOptions(handle).set(CURLOPT_NOSIGNAL, 1L).set(CURLOPT_PROTOCOLS_STR, "gopherish").result();
  CHECK_FALSE(refused.has_value());
  if (!refused) CHECK(refused.error().code == Code::internal);
  if (!refused) CHECK(refused.error().detail.find("PROTOCOLS_STR") != std::string::npos);
  constexpr auto kNoOption = static_cast<CURLoption>(CURLOPTTYPE_LONG + 9'999);
  CHECK_FALSE(CurlOptions(handle).set(kNoOption, 0L).result().has_value());
  CHECK(CurlOptions(handle).switch_off(kNoOption, 0L).result().has_value());
  CHECK_FALSE(CurlOptions(handle).switch_off(CURLOPT_PROTOCOLS_STR, "gopherish").result().has_value());
  curl_easy_cleanup(handle);
}

TEST_CASE("an id that would be another header is not sent") {
  const auto http = open_http("https://localhost:1/", Policy{}, "agent");
  REQUIRE(http.has_value());
  for (const char* id : {"", "a\r\nX: y", "a b"}) {
    const Answer answer = (*http)->post(id, "{}");
    CHECK(answer.status == 0);
    CHECK(answer.error == "the request could not be made");
  }
}
