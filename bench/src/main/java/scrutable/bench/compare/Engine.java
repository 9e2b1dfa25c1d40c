package scrutable.bench.compare;

import java.util.Optional;

/// A library that can do some of the tasks.
public interface Engine {
  /// Its name in the table, with a version where there are several.
  String name();

  /// Hears once, before all tasks, with how many threads they will come, and may bind these to processors.
  default void begin(int threads) {}

  /// Prepares a task: inputs drawn, buffers allocated, networks built. Running the result does it once.
  ///
  /// @param threads how many threads the work may use
  /// @return the work, or nothing if this library does not offer it
  Optional<Runnable> prepare(Task task, int threads);
}
