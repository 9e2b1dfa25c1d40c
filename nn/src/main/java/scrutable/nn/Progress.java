package scrutable.nn;

/// Is told now and then how far a piece of work has come: a training, a download, an experiment.
///
/// The engine itself never prints. Whoever wants to see something hands in a progress that does, such
/// as [PrintedProgress]. What a progress throws ends the work at that place.
@FunctionalInterface
public interface Progress {
  /// Reports that `done` of `total` units of work of a stage are finished. Cheap enough to be called for
  /// every batch.
  ///
  /// @param stage what is being done, like `training the CNN`
  /// @param total how many units there are; 0 if nobody knows
  void update(String stage, long done, long total);

  /// Says nothing.
  static Progress silent() {
    return (stage, done, total) -> {};
  }
}
