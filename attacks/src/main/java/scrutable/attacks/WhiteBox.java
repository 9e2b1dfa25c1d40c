package scrutable.attacks;

import scrutable.tensor.Tensor;

/// A victim whose inside is known: the attack sees how its loss changes with the input.
public interface WhiteBox extends ScoreAccess {
  /// The loss of each image and its gradient.
  ///
  /// The gradient is that of the SUM of the losses, so that each image has its own, whoever else is in the
  /// batch. With the mean it would shrink as the batch grows, down to where guards against division by zero
  /// and rounding take over.
  ///
  /// @param images `(N, ...)`
  /// @param goal one goal per image
  LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal);

  /// What a victim tells about a batch.
  ///
  /// @param logits `(N, K)`
  /// @param losses `(N,)`; attacks climb
  /// @param gradient of each image's own loss by that image, `(N, ...)`
  record LossGradient(Tensor logits, Tensor losses, Tensor gradient) {}
}
