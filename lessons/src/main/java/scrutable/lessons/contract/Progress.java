package scrutable.lessons.contract;

/// Told now and then how far a run has come.
@FunctionalInterface
public interface Progress {
  /// Reports that `done` of `total` units of work of a stage are finished. Cheap enough to be called for
  /// every batch.
  ///
  /// @param stage what is being done, like `training the CNN`
  void update(String stage, long done, long total);

  /// Says nothing.
  static Progress silent() {
    return (stage, done, total) -> {};
  }
}
