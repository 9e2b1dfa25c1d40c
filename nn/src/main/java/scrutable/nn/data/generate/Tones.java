package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Spoken words of an invented language: each of its ten letters is a chord of two tones.
///
/// An utterance lasts one second at 8 kHz. It has 6 to 10 letters, drawn freely and so sometimes the same twice in a
/// row, each in a place of its own of equal length; the first and the last 60 ms are silent.
///
/// What is planted, and so known:
///
/// - *Two tones make a letter, one is not enough*: each frequency belongs to two or three letters.
/// - A letter lasts 35 to 50 % of its place and begins anywhere in it, yet so that the last fifth is free: between two
///   letters is silence of 17 ms or more, but for the noise.
/// - Each utterance has a voice: all frequencies are multiplied by the same factor from 0.95 to 1.05.
/// - Each tone of each letter has its own loudness, within 6 dB, and its own phase; letters fade in and out in 5 ms.
/// - White noise lies 12 to 40 dB below the greatest sample of the letters, which is 0.3 to 0.8.
public final class Tones {
  /// The letters in the order of their classes.
  public static final String LETTERS = "abcdefghij";
  /// Samples in a second.
  public static final int SAMPLE_RATE = 8000;
  /// Samples in an utterance.
  public static final int SAMPLES = 8000;
  /// The least and the greatest number of letters.
  public static final int FEWEST = 6;
  /// The greatest number of letters.
  public static final int MOST = 10;
  private static final double[] LOW = {400, 550, 750, 1000};
  private static final double[] HIGH = {1400, 1850, 2450, 3200};
  private static final int[][] CHORDS =
      {{0, 0}, {0, 1}, {1, 1}, {1, 2}, {2, 2}, {2, 3}, {3, 3}, {3, 0}, {0, 2}, {2, 0}};
  private static final int EDGE = 480;
  private static final int FADE = 40;

  private Tones() {}

  /// A letter of an utterance: samples `from` to `to`, without the latter.
  public record Spoken(char letter, int from, int to) {}

  /// Utterances with all that is known about them.
  ///
  /// @param samples `(N, 8000)`, `float32`, in [-1, 1]
  /// @param transcripts what is said in each
  /// @param spoken where each letter stands
  /// @param voices by what all frequencies of an utterance are multiplied
  public record Sample(Tensor samples, List<String> transcripts, List<List<Spoken>> spoken, double[] voices) {
    /// Keeps unmodifiable copies.
    public Sample {
      transcripts = List.copyOf(transcripts);
      spoken = spoken.stream().map(List::copyOf).toList();
      voices = voices.clone();
    }

    /// The number of utterances.
    public int count() {
      return transcripts.size();
    }

    @Override
    public double[] voices() {
      return voices.clone();
    }
  }

  /// The two frequencies of a letter in Hz, spoken with a voice of 1.
  ///
  /// @throws IllegalArgumentException if there is no such letter
  public static double[] frequencies(char letter) {
    int[] chord = CHORDS[label(letter)];
    return new double[] {LOW[chord[0]], HIGH[chord[1]]};
  }

  private static int label(char letter) {
    int label = LETTERS.indexOf(letter);
    if (label < 0) {
      throw new IllegalArgumentException("Tones: there is no letter '" + letter + "' in \"" + LETTERS + "\"");
    }
    return label;
  }

  /// The classes of the letters of a transcript.
  ///
  /// @throws IllegalArgumentException if it has other letters
  public static int[] labels(String transcript) {
    return transcript.chars().map(letter -> label((char) letter)).toArray();
  }

  /// The transcript of classes.
  ///
  /// @throws IndexOutOfBoundsException if a class has no letter
  public static String text(int[] labels) {
    StringBuilder text = new StringBuilder();
    for (int label : labels) {
      text.append(LETTERS.charAt(label));
    }
    return text.toString();
  }

  /// Letters drawn freely.
  public static String transcript(int length, Rng rng) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(rng.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /// Draws utterances; takes one number from `rng`. An utterance does not depend on how many follow.
  ///
  /// @throws IllegalArgumentException if the number is negative
  public static Sample generate(int count, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("Tones: " + count + " utterances cannot be drawn");
    }
    Rng stream = Rng.seed(rng.nextLong());
    float[] samples = new float[count * SAMPLES];
    List<String> transcripts = new ArrayList<>();
    List<List<Spoken>> spoken = new ArrayList<>();
    double[] voices = new double[count];
    for (int n = 0; n < count; n++) {
      Rng own = stream.split(n);
      String transcript = transcript(FEWEST + own.nextInt(MOST - FEWEST + 1), own);
      voices[n] = between(0.95, 1.05, own);
      List<Spoken> letters = places(transcript, own);
      double[] sound = new double[SAMPLES];
      for (Spoken letter : letters) {
        speak(letter, voices[n], sound, own);
      }
      finish(sound, own, samples, n * SAMPLES);
      transcripts.add(transcript);
      spoken.add(letters);
    }
    return new Sample(Tensor.wrap(samples, count, SAMPLES), transcripts, spoken, voices);
  }

  private static List<Spoken> places(String transcript, Rng rng) {
    int place = (SAMPLES - 2 * EDGE) / transcript.length();
    List<Spoken> letters = new ArrayList<>();
    for (int i = 0; i < transcript.length(); i++) {
      int length = (int) (place * between(0.35, 0.5, rng));
      int from = EDGE + i * place + rng.nextInt(place - place / 5 - length);
      letters.add(new Spoken(transcript.charAt(i), from, from + length));
    }
    return letters;
  }

  private static void speak(Spoken letter, double voice, double[] sound, Rng rng) {
    int length = letter.to - letter.from;
    for (double frequency : frequencies(letter.letter)) {
      double loudness = StrictMath.pow(10, between(-3, 3, rng) / 20);
      double phase = between(0, 2 * Math.PI, rng);
      double turn = 2 * Math.PI * frequency * voice / SAMPLE_RATE;
      for (int i = 0; i < length; i++) {
        double edge = Math.min(1, (Math.min(i, length - 1 - i) + 0.5) / FADE);
        sound[letter.from + i] += edge * loudness * StrictMath.sin(turn * i + phase);
      }
    }
  }

  /// Brings a sound to its loudness and adds noise.
  private static void finish(double[] sound, Rng rng, float[] samples, int start) {
    double greatest = 0;
    for (double sample : sound) {
      greatest = Math.max(greatest, Math.abs(sample));
    }
    double peak = between(0.3, 0.8, rng);
    double noise = peak * StrictMath.pow(10, between(-40, -12, rng) / 20);
    for (int i = 0; i < sound.length; i++) {
      double sample = peak / greatest * sound[i] + noise * rng.nextGaussian();
      samples[start + i] = (float) Math.max(-1, Math.min(1, sample));
    }
  }

  private static double between(double low, double high, Rng rng) {
    return low + (high - low) * rng.nextDouble();
  }
}
