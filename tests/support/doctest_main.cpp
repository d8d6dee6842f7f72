// The one main of every unit test program. A run that matches no test case fails.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <iostream>

int main(int argc, char** argv) {
  doctest::Context context(argc, argv);
  context.setOption("no-intro", true);
  const int result = context.run();
  if (context.shouldExit()) return result;
  if (doctest::getContextOptions() == nullptr) return 1;
  return result;
}
