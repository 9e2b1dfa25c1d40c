package scrutable.nn;

/// A module that behaves differently while training: dropout, batch normalisation. New ones are training.
public interface ModeDependent extends Module {
  /// Whether the module is in training mode.
  boolean isTraining();

  /// Switches between training and evaluation; users call [Module#train] and [Module#eval] on the whole network.
  void setTraining(boolean training);
}
