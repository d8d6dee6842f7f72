// A value within a product's own INI or XML file.
#include "notifier/facts/sources/file_values.h"

#include <doctest/doctest.h>

using namespace tocsin;

namespace {

std::string value_or_word(std::string_view text, std::string_view place) {
  const auto value = config_value(text, place);
  if (!value) return "(failed)";
  return value->value_or("(none)");
}

}  // namespace

TEST_CASE("config_value: INI") {
  struct Row {
    std::string_view name, text, place, wanted;
  };
  const Row rows[] = {
      {"plain", "[product]\nversion=9.5\n", "[product]version", "9.5"},
      {"blanks", " [product] \n version = 9.5 \n", "[product]version", "9.5"},
      {"CRLF", "[product]\r\nversion=9.5\r\n", "[product]version", "9.5"},
      {"no final line end", "[product]\nversion=9.5", "[product]version", "9.5"},
      {"byte order mark", "\xEF\xBB\xBF[product]\nversion=9.5", "[product]version", "9.5"},
      {"quotes", "[p]\nversion=\"9.5 \"\n", "[p]version", "9.5 "},
      {"one quote stays", "[p]\nversion=\"9.5\n", "[p]version", "\"9.5"},
      {"before any section", "version=1\n[p]\nversion=2\n", "[]version", "1"},
      {"first of two", "[p]\nversion=1\nversion=2\n", "[p]version", "1"},
      {"section in two parts", "[p]\na=1\n[q]\nversion=7\n[p]\nversion=2\n", "[p]version", "2"},
      {"comments", "[p]\n;version=1\n#version=2\nversion=3\n", "[p]version", "3"},
      {"comment behind a value is the value's", "[p]\nversion=3 ; x\n", "[p]version", "3 ; x"},
      {"empty value", "[p]\nversion=\n", "[p]version", ""},
      {"other section", "[q]\nversion=1\n", "[p]version", "(none)"},
      {"section of another case", "[P]\nversion=1\n", "[p]version", "(none)"},
      {"key of another case", "[p]\nVersion=1\n", "[p]version", "(none)"},
      {"only before the section", "version=1\n[p]\n", "[p]version", "(none)"},
      {"only within a section", "[p]\nversion=1\n", "[]version", "(none)"},
      {"longer key", "[p]\nversions=1\n", "[p]version", "(none)"},
      {"comment behind a section", "[p] ; x\nversion=1\n[q] # y\n", "[p]version", "1"},
      {"text behind a section: no section", "[p] x\nversion=1\n", "[p]version", "(none)"},
      {"no sign", "[p]\nversion\n", "[p]version", "(failed)"},
      {"a colon for a sign", "[p]\nversion: 1\n", "[p]version", "(failed)"},
      {"no sign in another section", "[q]\nversion\n[p]\n", "[p]version", "(none)"},
      {"UTF-16", {"\xFF\xFE[\0p\0]\0", 8}, "[p]version", "(failed)"},
      {"a NUL", {"[p]\nversion=1\n\0", 15}, "[p]version", "(failed)"},
      {"empty file", "", "[p]version", "(none)"},
      {"place without a key", "[p]\n=1\n", "[p]", "(failed)"},
      {"place without an end", "[p]\n", "[p", "(failed)"},
      {"no place", "[p]\n", "", "(failed)"},
      {"neither form", "[p]\n", "version", "(failed)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(value_or_word(row.text, row.place) == row.wanted);
  }
}

TEST_CASE("config_value: XML") {
  struct Row {
    std::string_view name, text, place, wanted;
  };
  const Row rows[] = {
      {"element", "<a><b><c> 9.5\n </c></b></a>", "/a/b/c", "9.5"},
      {"attribute", "<a><b version=' 9.5 '/></a>", "/a/b@version", "9.5"},
      {"attribute of the root", "<a version='1'/>", "/a@version", "1"},
      {"declaration, comment, DOCTYPE", "<?xml version='1.0'?><!DOCTYPE a><!--x--><a>1</a>", "/a", "1"},
      {"byte order mark", "\xEF\xBB\xBF<a>1</a>", "/a", "1"},
      {"Latin 1", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", "/a", "é"},
      {"prefix", "<p:a xmlns:p='u'><p:b>1</p:b></p:a>", "/p:a/p:b", "1"},
      {"text split by a comment", "<a>9<!-- x -->.5</a>", "/a", "9.5"},
      {"CDATA", "<a><![CDATA[9.5]]></a>", "/a", "9.5"},
      {"entities", "<a>&#57;&lt;</a>", "/a", "9<"},
      {"own text, not the children's", "<a>1<b>2</b></a>", "/a", "1"},
      {"first child of the name", "<a><b>1</b><b>2</b></a>", "/a/b", "1"},
      {"empty element", "<a/>", "/a", ""},
      {"empty attribute", "<a v=''/>", "/a@v", ""},
      {"the first child decides", "<a><b/><b><c>1</c></b></a>", "/a/b/c", "(none)"},
      {"missing element", "<a/>", "/a/b", "(none)"},
      {"missing attribute", "<a/>", "/a@v", "(none)"},
      {"other root", "<x><b/></x>", "/a/b", "(none)"},
      {"other case", "<A/>", "/a", "(none)"},
      {"double slash", "<a><b/></a>", "/a//b", "(none)"},
      {"slash alone", "<a/>", "/", "(none)"},
      {"not closed", "<a><b>", "/a", "(failed)"},
      {"wrongly closed", "<a></b>", "/a", "(failed)"},
      {"no XML", "version=1", "/a", "(failed)"},
      {"empty file", "", "/a", "(failed)"},
      {"attribute without quotes", "<a v=1/>", "/a@v", "(failed)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(value_or_word(row.text, row.place) == row.wanted);
  }
}

TEST_CASE("config_value: XML nested as deep as a file can hold is read or refused, and survived") {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  CHECK(value_or_word(deep, "/a/a") == "(failed)");
  for (int i = 0; i < 100000; ++i) deep += "</a>";
  CHECK(value_or_word(deep, "/a/a") == "");
}
