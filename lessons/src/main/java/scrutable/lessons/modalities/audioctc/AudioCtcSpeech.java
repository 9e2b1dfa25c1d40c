package scrutable.lessons.modalities.audioctc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Tones;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.SpokenDigits;
import scrutable.nn.data.published.SpokenDigits.Recording;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Utterances to learn from and to be judged by, and the letters in which they are written down.
///
/// @param letters in the order of their labels
/// @param fewest  letters in an utterance
/// @param most    letters in an utterance
/// @param bands   of the ear that hears them
/// @param width   of the network that understands them
record AudioCtcSpeech(Utterances training, Utterances test, String letters, int fewest, int most, int bands,
    int width) {
  /// Samples in a second.
  static final int SAMPLE_RATE = 8000;
  private static final int SPOKEN = 3;
  private static final int SAMPLES_OF_DIGITS = 2 * SAMPLE_RATE;

  /// Sounds `(N, T)` and what is said in them.
  record Utterances(Tensor samples, List<String> transcripts) {
    Utterances {
      transcripts = List.copyOf(transcripts);
    }

    int count() {
      return transcripts.size();
    }

    private Dataset unlabelled() {
      return new Dataset("utterances", samples, Tensor.wrap(new int[count()], count()), List.of("any"));
    }
  }

  /// Words of an invented language: 6 to 10 letters in a second, each a chord of two tones.
  static AudioCtcSpeech tones(int training, int test, Rng rng) {
    return new AudioCtcSpeech(tones(training, rng.split("training")), tones(test, rng.split("test")), Tones.LETTERS,
        Tones.FEWEST, Tones.MOST, 32, 64);
  }

  private static Utterances tones(int count, Rng rng) {
    Tones.Sample sample = Tones.generate(count, rng);
    return new Utterances(sample.samples(), sample.transcripts());
  }

  /// Three spoken digits in two seconds. Those of the test are cut from other recordings, by the publishers' rule: the
  /// first five of each speaker and digit.
  static AudioCtcSpeech digits(int training, int test, Rng rng, Progress progress) throws IOException {
    List<Recording> all = SpokenDigits.load(DataLocations.fromEnvironment(), progress);
    return new AudioCtcSpeech(joined(all, recording -> !recording.test(), training, rng.split("training")),
        joined(all, Recording::test, test, rng.split("test")), "0123456789", SPOKEN, SPOKEN, 40, 96);
  }

  private static Utterances joined(List<Recording> all, Predicate<Recording> which, int count, Rng rng) {
    List<Recording> pool = all.stream().filter(which).toList();
    float[] samples = new float[count * SAMPLES_OF_DIGITS];
    List<String> transcripts = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      transcripts.add(join(pool, samples, n * SAMPLES_OF_DIGITS, rng.split(n)));
    }
    return new Utterances(Tensor.wrap(samples, count, SAMPLES_OF_DIGITS), transcripts);
  }

  /// Lays recordings one behind the other, drawn until they are short enough, with 50 to 150 ms before each. The
  /// greatest sample of each is 0.4, then up to 6 dB more or less; white noise lies 15 to 40 dB below the greatest.
  private static String join(List<Recording> pool, float[] samples, int start, Rng rng) {
    List<float[]> spoken = new ArrayList<>();
    int[] begins = new int[SPOKEN];
    String transcript;
    int end;
    do {
      spoken.clear();
      transcript = "";
      end = 0;
      for (int k = 0; k < SPOKEN; k++) {
        Recording recording = pool.get(rng.nextInt(pool.size()));
        spoken.add(recording.sound().samples().select(0, 0).toFloatArray());
        transcript += recording.digit();
        begins[k] = end + (int) (between(0.05, 0.15, rng) * SAMPLE_RATE);
        end = begins[k] + spoken.getLast().length;
      }
    } while (end > SAMPLES_OF_DIGITS);
    double loudest = 0;
    for (int k = 0; k < SPOKEN; k++) {
      double peak = 0.4 * decibels(between(-6, 6, rng));
      loudest = Math.max(loudest, peak);
      lay(spoken.get(k), peak, samples, start + begins[k]);
    }
    double noise = loudest * decibels(between(-40, -15, rng));
    for (int i = start; i < start + SAMPLES_OF_DIGITS; i++) {
      samples[i] = (float) Math.clamp(samples[i] + noise * rng.nextGaussian(), -1, 1);
    }
    return transcript;
  }

  private static void lay(float[] sound, double peak, float[] samples, int from) {
    double greatest = 0;
    for (float sample : sound) {
      greatest = Math.max(greatest, Math.abs(sample));
    }
    for (int i = 0; i < sound.length; i++) {
      samples[from + i] = (float) (peak / greatest * sound[i]);
    }
  }

  private static double decibels(double level) {
    return StrictMath.pow(10, level / 20);
  }

  private static double between(double low, double high, Rng rng) {
    return low + (high - low) * rng.nextDouble();
  }

  /// A transcript drawn like what is said, but in no way from it.
  String transcript(Rng rng) {
    StringBuilder text = new StringBuilder();
    int length = fewest + rng.nextInt(most - fewest + 1);
    for (int i = 0; i < length; i++) {
      text.append(letters.charAt(rng.nextInt(letters.length())));
    }
    return text.toString();
  }

  /// The labels of the letters of a transcript.
  int[] labels(String transcript) {
    return transcript.chars().map(letters::indexOf).toArray();
  }

  /// The transcript of labels.
  String text(int[] labels) {
    StringBuilder text = new StringBuilder();
    for (int label : labels) {
      text.append(letters.charAt(label));
    }
    return text.toString();
  }

  List<String> texts(List<int[]> transcripts) {
    return transcripts.stream().map(this::text).toList();
  }

  /// How many sounds of the test were learned from, to the bit.
  int shared() {
    return test.unlabelled().countSharedWith(training.unlabelled());
  }
}
