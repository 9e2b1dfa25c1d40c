package scrutable.lessons.generation.gan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scrutable.lessons.generation.SmallGan;
import scrutable.lessons.generation.gan.GanPictures.Judge;
import scrutable.lessons.generation.gan.GanPictures.Scores;
import scrutable.nn.Progress;
import scrutable.nn.classical.KMeans;
import scrutable.nn.validation.GaussianFit;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A generator learns to draw digits from a discriminator that learns to tell its pictures from real ones; then from a
/// discriminator that learns nothing. What they draw is compared with what needs no learning: a normal distribution of
/// the pixels, the centres of clusters, and copies.
///
/// Goodfellow et al., "Generative adversarial nets" (2014), algorithm 1, with the habits of later years.
record GanExperiment(Measurement measured, Played game, Map<Source, Tensor> made) {
  private static final List<Integer> MOMENTS = List.of(8, 4, 2, 1);
  private static final int CENTRES = 200;
  static final double LEAST_SHARE = 0.03;

  /// Where pictures come from.
  enum Source {
    REAL("other real pictures"), COPIES("copies of training pictures"), GAN("generator, taught by its adversary"),
    FROZEN("generator, adversary does not learn"), GAUSSIAN("normal distribution of the pixels"),
    CENTRES("centres of 200 clusters");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /// How the game stands.
  ///
  /// @param modes  how many of the ten digits have 3 % of the made pictures
  /// @param onReal the mean probability of being real that the discriminator gives to test pictures
  /// @param onMade and to made ones
  record Moment(long turns, double frechet, int modes, double onReal, double onMade) {}

  /// A game that is over.
  ///
  /// @param sketches what the generator makes of the same noise at each moment
  /// @param moved    how far the discriminator is from where it started, relative to its length
  record Played(List<Moment> course, List<Tensor> sketches, double moved) {
    Moment end() {
      return course.getLast();
    }
  }

  /// What one seed showed.
  ///
  /// @param accuracy of the judge
  /// @param shared   how many pictures are in more than one part of the data
  /// @param nearest  the median distance of a test picture from the nearest training picture
  /// @param moved    how far the discriminator went that must not learn
  record Measurement(double accuracy, int shared, double nearest, Map<Source, Scores> scores, List<Moment> game,
      List<Moment> frozen, double moved) {
    /// The Frechet distance of a source, as a share of that of the normal distribution of the pixels.
    double share(Source source) {
      return scores.get(source).frechet() / scores.get(Source.GAUSSIAN).frechet();
    }
  }

  /// Plays both games and judges all sources.
  ///
  /// @param turns  how many steps each generator takes
  /// @param learns whether the discriminator learns in the game that counts
  /// @param frozenLearns whether it learns in the other, where it should not
  static GanExperiment of(GanPictures pictures, long turns, boolean learns, boolean frozenLearns, Rng rng,
      Progress progress) {
    Judge judge = pictures.judge(rng.split("judge"), progress);
    Played game = play(pictures, judge, turns, learns, rng.split("game"), progress);
    Played frozen = play(pictures, judge, turns, frozenLearns, rng.split("game"), progress);
    Tensor train = pictures.train();
    int count = pictures.test().size();
    Map<Source, Tensor> made = new EnumMap<>(Source.class);
    made.put(Source.REAL, pictures.others());
    made.put(Source.COPIES, train.slice(0, 0, count));
    made.put(Source.GAN, game.sketches.getLast());
    made.put(Source.FROZEN, frozen.sketches.getLast());
    made.put(Source.GAUSSIAN, GaussianFit.of(train).draw(count, rng.split("normal")).to(DType.FLOAT32).clamp(-1, 1));
    made.put(Source.CENTRES, clusters(train, rng.split("centres")));
    Map<Source, Scores> scores = new EnumMap<>(Source.class);
    made.forEach((source, rows) -> scores.put(source, pictures.scores(judge, rows)));
    Measurement measured = new Measurement(judge.accuracy(), pictures.shared(),
        pictures.nearest(pictures.testRows()), scores, game.course, frozen.course, frozen.moved);
    return new GanExperiment(measured, game, made);
  }

  private static Tensor clusters(Tensor train, Rng rng) {
    return KMeans.fit(train.slice(0, 0, Math.min(10 * CENTRES, train.size(0))), CENTRES, rng).centers()
        .to(DType.FLOAT32);
  }

  //: code game
  private static Played play(GanPictures pictures, Judge judge, long turns, boolean learns, Rng rng,
      Progress progress) {
    SmallGan gan = new SmallGan(GanPictures.PIXELS, rng.split("initialise"));
    Tensor before = gan.learnedByDiscriminator();
    Tensor noise = SmallGan.noise(pictures.test().size(), rng.split("fixed"));
    List<Moment> course = new ArrayList<>();
    List<Tensor> sketches = new ArrayList<>();
    gan.play(pictures.train(), turns, learns, rng, done -> {
      if (MOMENTS.stream().anyMatch(part -> done == turns / part)) {
        Tensor made = gan.draw(noise);
        sketches.add(made);
        course.add(new Moment(done, judge.frechet(made), judge.kinds(made).covered(LEAST_SHARE),
            gan.belief(pictures.testRows()), gan.belief(made)));
        progress.update(learns ? "the game" : "the game without an adversary", done, turns);
      }
    });
    double moved = gan.learnedByDiscriminator().sub(before).square().sum().item();
    return new Played(course, sketches, Math.sqrt(moved / before.square().sum().item()));
  }
  //: end
}
