package scrutable.attacks.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.tensor.Rng;

/// Misspellings by a rule that knows nothing of the language.
///
/// The first four are those of Belinkov and Bisk 2018, "Synthetic and natural noise both break neural machine
/// translation", section 3.2; the last three, with [#SWAP], are the balanced diet of Karpukhin et al. 2019, "Training
/// on synthetic noise improves robustness to natural noise in machine translation".
///
/// A word with anything but letters in it, such as an end mark or `don't`, is left as it is. A rule that can change a
/// word does change it: letters that are the same are not exchanged for each other, and a shuffle that gives the
/// word again is made anew. Letters are Unicode code points.
public enum LetterNoise implements SpellingNoise {
  /// Two neighbouring letters change places; neither is the first or the last. `noise`: `nosie`.
  SWAP {
    @Override
    void change(List<Integer> letters, Rng rng) {
      swap(letters, 1, letters.size() - 2, rng);
    }
  },
  /// All letters but the first and the last are shuffled. `noise`: `nisoe`.
  MID {
    @Override
    void change(List<Integer> letters, Rng rng) {
      if (letters.size() > 3) {
        shuffle(letters.subList(1, letters.size() - 1), rng);
      }
    }
  },
  /// All letters are shuffled. `noise`: `iones`.
  RAND {
    @Override
    void change(List<Integer> letters, Rng rng) {
      shuffle(letters, rng);
    }
  },
  /// One lower-case letter from a to z is replaced by one whose key touches its own. `noise`: `noide`.
  KEY {
    @Override
    void change(List<Integer> letters, Rng rng) {
      int[] places = IntStream.range(0, letters.size()).filter(i -> !keysAround(letters.get(i)).isEmpty()).toArray();
      if (places.length > 0) {
        int place = places[rng.nextInt(places.length)];
        String keys = keysAround(letters.get(place));
        letters.set(place, (int) keys.charAt(rng.nextInt(keys.length())));
      }
    }
  },
  /// One letter is left out, if another is there. `noise`: `noie`.
  DELETE {
    @Override
    void change(List<Integer> letters, Rng rng) {
      if (letters.size() > 1) {
        letters.remove(rng.nextInt(letters.size()));
      }
    }
  },
  /// A letter from a to z is put in, anywhere. `noise`: `noimse`.
  INSERT {
    @Override
    void change(List<Integer> letters, Rng rng) {
      letters.add(rng.nextInt(letters.size() + 1), 'a' + rng.nextInt(LATIN));
    }
  },
  /// One letter is replaced by another from a to z. `noise`: `noqse`.
  SUBSTITUTE {
    @Override
    void change(List<Integer> letters, Rng rng) {
      int place = rng.nextInt(letters.size());
      int other = 'a' + rng.nextInt(LATIN - 1);
      letters.set(place, other >= letters.get(place) && isLatin(letters.get(place)) ? other + 1 : other);
    }
  };

  private static final int LATIN = 26;
  /// The letters of the keyboard, each row half a key further to the right than the one above.
  private static final List<String> KEYS = List.of("qwertyuiop", "asdfghjkl", "zxcvbnm");

  /// Changes the letters of a word in place, if there is a way.
  abstract void change(List<Integer> letters, Rng rng);

  @Override
  public String misspell(String word, Rng rng) {
    int[] before = word.codePoints().toArray();
    if (before.length == 0 || !Arrays.stream(before).allMatch(Character::isLetter)) {
      return word;
    }
    List<Integer> letters = new ArrayList<>(Arrays.stream(before).boxed().toList());
    change(letters, rng);
    int[] after = letters.stream().mapToInt(letter -> letter).toArray();
    return new String(after, 0, after.length);
  }

  /// Exchanges two different neighbours in `from .. to`, both included.
  private static void swap(List<Integer> letters, int from, int to, Rng rng) {
    int[] places = IntStream.range(from, to).filter(i -> !letters.get(i).equals(letters.get(i + 1))).toArray();
    if (places.length > 0) {
      int place = places[rng.nextInt(places.length)];
      letters.set(place, letters.set(place + 1, letters.get(place)));
    }
  }

  /// Shuffles letters until they stand in another order; equally likely are all other orders.
  private static void shuffle(List<Integer> letters, Rng rng) {
    List<Integer> before = List.copyOf(letters);
    if (before.stream().distinct().count() > 1) {
      while (before.equals(letters)) {
        int[] order = rng.permutation(before.size());
        for (int i = 0; i < order.length; i++) {
          letters.set(i, before.get(order[i]));
        }
      }
    }
  }

  private static boolean isLatin(int letter) {
    return letter >= 'a' && letter < 'a' + LATIN;
  }

  /// The keys that touch that of a letter; none for letters that are not on the keyboard.
  static String keysAround(int letter) {
    StringBuilder around = new StringBuilder();
    for (int row = 0; row < KEYS.size(); row++) {
      int at = isLatin(letter) ? KEYS.get(row).indexOf(letter) : -1;
      if (at >= 0) {
        add(around, row - 1, at, at + 1);
        add(around, row, at - 1, at + 1);
        add(around, row + 1, at - 1, at);
      }
    }
    return around.toString();
  }

  private static void add(StringBuilder around, int row, int... places) {
    for (int place : places) {
      if (row >= 0 && row < KEYS.size() && place >= 0 && place < KEYS.get(row).length()) {
        around.append(KEYS.get(row).charAt(place));
      }
    }
  }
}
