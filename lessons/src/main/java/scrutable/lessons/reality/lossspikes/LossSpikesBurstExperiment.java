package scrutable.lessons.reality.lossspikes;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import scrutable.lessons.reality.CharacterText;
import scrutable.lessons.reality.lossspikes.LossSpikesBranch.Watched;
import scrutable.nn.Progress;
import scrutable.nn.model.LanguageTransformer;
import scrutable.nn.sequence.NGramModel;
import scrutable.nn.sequence.TextWindows;
import scrutable.nn.train.Checkpoint;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Part B: a language model that trains well gets twelve batches of one pattern, repeated, and then good ones again.
/// What it does to itself with them depends on what Adam remembers of earlier gradients.
///
/// The remedies: Chowdhery et al., "PaLM: scaling language modeling with pathways", 2022, section 5.1; Zhang et al.,
/// "OPT: open pre-trained transformer language models", 2022, section 2.5.
///
/// @param branches what happened in each
/// @param before   perplexity on the clean windows at the branching, by branch
/// @param counted  perplexity of counting with one character of context, on the same text
/// @param patterns how many batches of the pattern each branch was given
/// @param excess   the mean squared gradients with those of the pattern, as a multiple of those without
record LossSpikesBurstExperiment(Map<Branch, Watched> branches, Map<Branch, Double> before, double counted,
    Map<Branch, Integer> patterns, double excess) {
  static final int BURST = 12;
  private static final int BATCH = 16;
  private static final int FIXED = 16;
  private static final int PATTERN = 4;
  private static final double SHARE = 0.05;
  private static final double LONG_MEMORY = 0.999;
  private static final double SHORT_MEMORY = 0.95;

  /// What is done differently.
  enum Branch {
    UNDISTURBED("good batches only"),
    BURST("12 batches of the pattern"),
    SHORT("the same, Adam remembers squares shortly (0.95)"),
    REMEMBERED("the same, Adam remembers the pattern's squares"),
    KNOWN("the same, the whole run knows the pattern"),
    CLIPPED("the same, gradients clipped to 1"),
    ROLLED_BACK("back by 100 steps, bad batches left out");

    private final String label;

    Branch(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /// How large the model is, when what happens, and what is left out on purpose.
  ///
  /// @param places   how many characters the model sees at once
  /// @param width    of the model
  /// @param before   how many good batches come before the burst
  /// @param back     how many steps the remedy goes back
  /// @param after    how many good batches come after the burst
  /// @param disarmed whether good batches come in place of the pattern
  /// @param spared   whether they come in its place in the branches that should withstand it
  record Plan(int places, int width, int before, int back, int after, boolean disarmed, boolean spared) {
    static Plan usual(boolean disarmed, boolean spared) {
      return new Plan(32, 32, 400, 100, 40, disarmed, spared);
    }

    /// For a text that takes longer to be learned.
    static Plan longer(boolean disarmed, boolean spared) {
      return new Plan(32, 48, 900, 100, 40, disarmed, spared);
    }
  }

  /// Trains, branches and watches.
  static LossSpikesBurstExperiment of(CharacterText text, Plan plan, Rng rng, Progress progress) {
    Batches batches = new Batches(new TextWindows(text.train(), plan.places),
        Arrays.copyOf(rng.split("pattern").permutation(text.vocabulary()), PATTERN), rng.split("batches"), plan.before);
    LongFunction<TextWindows.Batch> good = batches::good;
    LongFunction<TextWindows.Batch> mixed = step -> batches.isMixedIn(step) ? batches.pattern() : good.apply(step);
    LongFunction<TextWindows.Batch> burst = plan.disarmed ? good : batches.burst(good);
    LongFunction<TextWindows.Batch> withstood = plan.spared ? good : burst;
    var size = new LanguageTransformer.Size(text.vocabulary(), plan.places, 1, plan.width, 4);
    LossSpikesBranch longMemory = new LossSpikesBranch(size, LONG_MEMORY, Double.POSITIVE_INFINITY, plan.before, rng);
    LossSpikesBranch shortMemory = new LossSpikesBranch(size, SHORT_MEMORY, Double.POSITIVE_INFINITY, plan.before, rng);
    int before = plan.before;
    //: code branches
    Checkpoint early = longMemory.train(Optional.empty(), before - plan.back, good);
    Checkpoint usual = longMemory.train(Optional.of(early), before, good);
    Checkpoint knowing = longMemory.train(Optional.empty(), before, mixed);
    TextWindows.Batch clean = new TextWindows(text.test(), plan.places).batch(IntStream.range(0, FIXED).toArray());
    Watching watching = new Watching(clean, plan.after, batches, progress);
    watching.branch(Branch.UNDISTURBED, longMemory, usual, good);
    watching.branch(Branch.BURST, longMemory, usual, burst);
    watching.branch(Branch.SHORT, shortMemory, shortMemory.train(Optional.empty(), before, good), withstood);
    Checkpoint remembering = longMemory.remembering(usual, step -> batches.pattern(), before);
    watching.branch(Branch.REMEMBERED, longMemory, remembering, withstood);
    watching.branch(Branch.KNOWN, longMemory, knowing, withstood);
    watching.branch(Branch.CLIPPED, longMemory.clippedTo(1), usual, burst);
    Checkpoint back = longMemory.train(Optional.of(early), before, step -> good.apply(step + plan.back + BURST));
    watching.branch(Branch.ROLLED_BACK, longMemory, back, step -> good.apply(step + plan.back + BURST));
    //: end
    double counted = NGramModel.of(2, text.vocabulary(), List.of(text.train())).crossEntropy(List.of(text.test()), 0);
    return new LossSpikesBurstExperiment(watching.branches, watching.before, StrictMath.exp(counted),
        watching.patterns, LossSpikesBranch.excess(remembering, usual));
  }

  /// Which batch comes in which step: always the same, whoever asks.
  private record Batches(TextWindows windows, int[] cycle, Rng rng, int before) {
    TextWindows.Batch good(long step) {
      Rng own = rng.split(step);
      return windows.batch(IntStream.generate(() -> own.nextInt(windows.count())).limit(BATCH).toArray());
    }

    boolean isMixedIn(long step) {
      return rng.split("mixed").split(step).nextDouble() < SHARE;
    }

    LongFunction<TextWindows.Batch> burst(LongFunction<TextWindows.Batch> others) {
      return step -> step >= before && step < before + BURST ? pattern() : others.apply(step);
    }

    /// The same four characters again and again.
    TextWindows.Batch pattern() {
      int places = windows.length();
      int[] inputs = IntStream.range(0, BATCH * places).map(i -> cycle[i % places % PATTERN]).toArray();
      int[] targets = IntStream.range(0, BATCH * places).map(i -> cycle[(i % places + 1) % PATTERN]).toArray();
      return new TextWindows.Batch(Tensor.wrap(inputs, BATCH, places), Tensor.wrap(targets, BATCH, places));
    }

    boolean isPattern(TextWindows.Batch batch) {
      return Arrays.equals(batch.inputs().toIntArray(), pattern().inputs().toIntArray());
    }
  }

  /// Runs branches and keeps what they showed.
  private record Watching(TextWindows.Batch fixed, int after, Batches batches, Progress progress,
      Map<Branch, Watched> branches, Map<Branch, Double> before, Map<Branch, Integer> patterns) {
    Watching(TextWindows.Batch fixed, int after, Batches batches, Progress progress) {
      this(fixed, after, batches, progress, new EnumMap<>(Branch.class), new EnumMap<>(Branch.class),
          new EnumMap<>(Branch.class));
    }

    void branch(Branch name, LossSpikesBranch training, Checkpoint from, LongFunction<TextWindows.Batch> source) {
      patterns.put(name, 0);
      before.put(name, training.perplexity(from, fixed));
      branches.put(name, training.watch(from, BURST + after, step -> {
        TextWindows.Batch batch = source.apply(step);
        patterns.merge(name, batches.isPattern(batch) ? 1 : 0, Integer::sum);
        return batch;
      }, fixed));
      progress.update("part B, branches", branches.size(), Branch.values().length);
    }
  }

  /// The damage: by how many nats the loss on clean windows rises above where it branched.
  double damage(Branch branch) {
    return StrictMath.log(Arrays.stream(branches.get(branch).clean()).max().orElseThrow() / before.get(branch));
  }

  /// The largest update from the burst on, in units of the learning rate.
  double largestUpdate(Branch branch) {
    return Arrays.stream(branches.get(branch).update(), 0, 2 * BURST).max().orElseThrow();
  }

  /// In which step of the burst it was, counted from 1.
  int largestAt(Branch branch) {
    double[] update = branches.get(branch).update();
    return IntStream.range(0, 2 * BURST).reduce((a, b) -> update[b] > update[a] ? b : a).orElseThrow() + 1;
  }

  /// The perplexity on clean windows after the last step.
  double end(Branch branch) {
    double[] clean = branches.get(branch).clean();
    return clean[clean.length - 1];
  }

  //: code closed-form
  /// The update in step t after a silence, in units of the learning rate: the gradient was 0 and is constant from t = 1
  /// on, so that Adam's mean has caught up and its mean of squares has not.
  static double afterSilence(int t, double beta1, double beta2) {
    return (1 - StrictMath.pow(beta1, t)) / Math.sqrt(1 - StrictMath.pow(beta2, t));
  }
  //: end
}
