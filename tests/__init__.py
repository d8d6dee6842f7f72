"""The tests' Python modules. They run from the source root as modules: python3 -m tests.e2e.harness.run MODULE BIN_FOLDER"""
