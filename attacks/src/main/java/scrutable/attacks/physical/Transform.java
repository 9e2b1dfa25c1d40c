package scrutable.attacks.physical;

import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;

/// What happens to images on the way to the camera, after the dice are cast: a fixed differentiable function.
///
/// Drawing is the business of [RandomTransform]. Because a transform is a value, the backward pass cannot
/// accidentally use another one than the forward pass.
@FunctionalInterface
public interface Transform {
  /// Nothing happens.
  Transform IDENTITY = images -> images;

  /// Transforms images `(N, C, H, W)`, all in the same way.
  Variable apply(Variable images);

  /// Transforms images that are just numbers.
  default Tensor apply(Tensor images) {
    return Graph.withoutRecording(() -> apply(Variable.constant(images)).value());
  }

  /// This transform, and then another.
  default Transform then(Transform next) {
    return images -> next.apply(apply(images));
  }
}
