"""The tests. A package, so that no package of the same name in the environment takes its place."""
