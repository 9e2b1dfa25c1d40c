package scrutable.lessons.generation.texttoimage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import scrutable.lessons.generation.SmallGan;
import scrutable.nn.Progress;
import scrutable.nn.data.BagOfWords;
import scrutable.nn.data.generate.PlainScenes;
import scrutable.nn.data.generate.PlainScenes.Caption;
import scrutable.nn.data.generate.Scenes.Colour;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network learns to paint what captions say, and is asked for combinations of words that it has never seen together.
/// Beside it: one whose captions belong to other pictures, one that is not told the colour, and a generator of 2014,
/// which cannot be asked for anything.
///
/// Ho, Jain and Abbeel, "Denoising diffusion probabilistic models" (2020); Ho and Salimans, "Classifier-free diffusion
/// guidance" (2022). How one learns and paints: [ScenePainter].
///
/// @param of2014 pictures of the generator, `(64, 3, 12, 12)`
/// @param of2022 a picture of each held-out caption, `(12, 3, 12, 12)`
record TextToImageExperiment(Measurement measured, Tensor of2014, Tensor of2022) {
  static final double GUIDANCE = 2;
  static final List<Double> WEIGHTS = List.of(0.0, 1.0, GUIDANCE, 4.0);
  private static final List<Integer> MOMENTS = List.of(16, 8, 4, 2);
  private static final int VOCABULARY = 20;

  /// What is said of the pictures in training.
  enum Teaching { THEIR_CAPTION, CAPTION_OF_ANOTHER, NO_COLOUR }

  /// Who is taught what.
  ///
  /// @param first   the painter that counts
  /// @param control the one whose words are to mean nothing
  record Arms(Teaching first, Teaching control) {}

  /// How much is done.
  ///
  /// @param pictures to learn from
  /// @param repeats  how many pictures are asked for of each held-out caption; of the others, a quarter as many
  record Effort(int pictures, int steps, int repeats) {}

  /// What a painter shows.
  ///
  /// @param steps   that it has learned so far
  /// @param seen    asked for captions that it was taught
  /// @param heldOut asked for others
  record Shown(long steps, Obeyed seen, Obeyed heldOut) {}

  /// What one seed showed.
  ///
  /// @param real   new real pictures of all captions, read like the others
  /// @param leaked how many pictures to learn from have a caption that is held out
  /// @param guided by the weight of guidance, at the end
  /// @param course on the way, with guidance
  /// @param misled the painter of the control, with guidance
  /// @param wrong  the share of captions that were wrong of the pictures it was shown
  /// @param untold the painter that is not told the colour, with guidance
  /// @param named  how many of the texts it was shown name a colour
  /// @param of2014 pictures of the generator, as if all captions had been asked for in turn
  /// @param turns  how many of them take as many multiplications as the training of the painter
  /// @param effort of the generator in multiplications, over that of the painter
  record Measurement(Obeyed real, long leaked, Map<Double, Shown> guided, List<Shown> course, Shown misled,
      double wrong, Shown untold, long named, Obeyed of2014, long turns, double effort) {
    Shown shown() {
      return guided.get(GUIDANCE);
    }
  }

  /// Teaches all and asks them.
  static TextToImageExperiment of(Effort effort, Arms arms, Rng rng, Progress progress) {
    PlainScenes.Sample train = PlainScenes.generate(effort.pictures, PlainScenes.seen(), rng.split("train"));
    PlainScenes.Sample real = PlainScenes.generate(10 * Caption.COUNT, Caption.all(), rng.split("real"));
    List<Shown> course = new ArrayList<>();
    ScenePainter painter = taught(arms.first, train, effort.steps, rng, progress, (unfinished, done) -> {
      if (MOMENTS.stream().anyMatch(part -> done == effort.steps / part)) {
        course.add(ask(unfinished, arms.first, GUIDANCE, done, effort.repeats, rng));
      }
    });
    Map<Double, Shown> guided = new LinkedHashMap<>();
    WEIGHTS.forEach(weight -> guided.put(weight, ask(painter, arms.first, weight, effort.steps, effort.repeats, rng)));
    Map<Teaching, Shown> others = new LinkedHashMap<>();
    for (Teaching other : List.of(arms.control, Teaching.NO_COLOUR)) {
      ScenePainter misled = taught(other, train, effort.steps, rng, progress, (unfinished, done) -> { });
      others.put(other, ask(misled, other, GUIDANCE, effort.steps, effort.repeats, rng));
    }
    SmallGan gan = new SmallGan(ScenePainter.PIXELS, rng.split("generator"));
    long turns = painter.multiplications(effort.steps) / gan.multiplicationsPerTurn();
    gan.play(train.pictures().reshape(effort.pictures, ScenePainter.PIXELS), turns, true, rng.split("game"),
        done -> progress.update("the generator of 2014", done, turns));
    Tensor of2014 = gan.draw(SmallGan.noise(10 * Caption.COUNT, rng.split("draw")))
        .reshape(10 * Caption.COUNT, 3, PlainScenes.SIZE, PlainScenes.SIZE);
    long leaked = train.captions().stream().filter(PlainScenes.heldOut()::contains).count();
    Measurement measured = new Measurement(Obeyed.of(real.pictures(), real.captions()), leaked, guided, course,
        others.get(arms.control), wrong(train.captions(), said(train.captions(), arms.control, rng)),
        others.get(Teaching.NO_COLOUR), named(texts(train.captions(), Teaching.NO_COLOUR)),
        Obeyed.of(of2014, real.captions()), turns,
        turns * gan.multiplicationsPerTurn() / (double) painter.multiplications(effort.steps));
    return new TextToImageExperiment(measured, of2014,
        painter.paint(texts(PlainScenes.heldOut(), arms.first), GUIDANCE, rng.split("picture")));
  }

  //: code arms
  private static ScenePainter taught(Teaching teaching, PlainScenes.Sample train, int steps, Rng rng,
      Progress progress, ObjLongConsumer<ScenePainter> afterEachStep) {
    List<String> texts = texts(said(train.captions(), teaching, rng), teaching);
    ScenePainter painter = new ScenePainter(BagOfWords.ofMostFrequent(texts, VOCABULARY), rng.split("initialise"));
    painter.learn(train.pictures(), texts, steps, rng.split("learn"), progress,
        done -> afterEachStep.accept(painter, done));
    return painter;
  }

  private static Shown ask(ScenePainter painter, Teaching teaching, double weight, long steps, int repeats, Rng rng) {
    List<Caption> seen = Collections.nCopies(repeats / 4, PlainScenes.seen()).stream().flatMap(List::stream).toList();
    List<Caption> others = Collections.nCopies(repeats, PlainScenes.heldOut()).stream().flatMap(List::stream).toList();
    return new Shown(steps,
        Obeyed.of(painter.paint(texts(seen, teaching), weight, rng.split("seen")), seen),
        Obeyed.of(painter.paint(texts(others, teaching), weight, rng.split("others")), others));
  }

  private static List<Caption> said(List<Caption> captions, Teaching teaching, Rng rng) {
    return teaching == Teaching.CAPTION_OF_ANOTHER ? dealt(captions, rng) : captions;
  }

  static List<String> texts(List<Caption> captions, Teaching teaching) {
    return captions.stream().map(caption -> teaching == Teaching.NO_COLOUR
        ? caption.text().replace(" " + caption.colour().words().getFirst() + " ", " ") : caption.text()).toList();
  }

  static List<Caption> dealt(List<Caption> captions, Rng rng) {
    return IntStream.of(rng.split("deal").permutation(captions.size())).mapToObj(captions::get).toList();
  }
  //: end

  private static double wrong(List<Caption> right, List<Caption> said) {
    return IntStream.range(0, right.size()).filter(i -> !right.get(i).equals(said.get(i))).count()
        / (double) right.size();
  }

  static long named(List<String> texts) {
    return texts.stream().filter(text -> BagOfWords.wordsOf(text).stream().anyMatch(word ->
        Arrays.stream(Colour.values()).anyMatch(colour -> colour.words().contains(word)))).count();
  }
}
