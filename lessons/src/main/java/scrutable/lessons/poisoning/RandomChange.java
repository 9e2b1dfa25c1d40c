package scrutable.lessons.poisoning;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The control of clean-label poisons: changes random pictures of the wanted class by random signs times the radius of
/// the ball.
public record RandomChange(Ball ball) implements Poison<Dataset, ChosenTargets> {
  @Override
  public Poisoned<Dataset> craft(Dataset clean, ChosenTargets goal, Budget budget, Rng rng) {
    int[] labels = clean.labels().toIntArray();
    int[] free = IntStream.range(0, labels.length).filter(i -> labels[i] == goal.wanted(0)).toArray();
    int[] places = Arrays.stream(rng.sampleWithoutReplacement(free.length, budget.examples()))
        .map(i -> free[i]).toArray();
    float[] pixels = clean.inputs().toFloatArray();
    int size = pixels.length / clean.size();
    for (int place : places) {
      for (int i = place * size; i < (place + 1) * size; i++) {
        double moved = pixels[i] + (rng.nextBoolean() ? ball.eps() : -ball.eps());
        pixels[i] = (float) Math.clamp(moved, ball.box().lo(), ball.box().hi());
      }
    }
    Dataset changed = clean.withInputs(Tensor.wrap(pixels, clean.inputs().shape()));
    return Poisoned.of(clean, changed, budget, "random changes");
  }
}
