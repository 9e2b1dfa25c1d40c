package scrutable.nn.data.generate;

import java.util.List;
import java.util.Map;

/// The sentences of [Reviews], with gaps.
///
/// In capitals: a set of [ReviewWords], or one of these. `ASPECT` is something that has a quality; `ADJ`, `VERB` and
/// `BASE` express the opinion of the sentence, `OPP`, `VERB_OPP` and `BASE_OPP` the opposite one. Of `{a|b}` the first
/// is written in praise, the second in blame.
///
/// In negation and contrast each frame says both opinions with words of the same class: if verbs were always sincere
/// and adjectives not, the verbs alone would tell.
final class ReviewFrames {
  /// One opinion, said straight away: the words alone tell.
  ///
  /// Whoever's opinion is outweighed in [#CONTRAST] is right in a frame of the training here. Otherwise a reader would
  /// learn, rightly, that what friends say does not count.
  private static final List<String> PLAIN = lines("""
      the FILM was VERY ADJ
      i VERB this FILM
      this was {a total joy to watch|a total waste of time}
      it was a VERY ADJ FILM
      the ASPECT was ADJ and the CAST were ADJ
      in my life the {best|worst} ASPECT i've ever seen
      i actually VERB the CAST and the ASPECT
      HONESTLY the ASPECT was ADJ
      it has a VERY ADJ ASPECT , i VERB it
      the DIRECTOR gave us VERY ADJ things
      from the first SCENE to the last it was ADJ
      every PART of the ASPECT was VERY ADJ
      the CRITICS VERB it and so did i
      it was the {best|worst} FILM of the EVENING
      my FRIENDS VERB the ASPECT of this FILM
      the CAST were VERY ADJ
      """);

  /// The opinion, and the opposite one denied: the words are the same for praise and blame, their order tells.
  private static final List<String> NEGATION = lines("""
      the FILM was ADJ , there wasn't anything OPP about the ASPECT
      the CAST were ADJ and not OPP at all
      it was not OPP but VERY ADJ
      it was ADJ and not OPP
      nobody could call the ASPECT OPP , it was VERY ADJ
      the ASPECT was never OPP , HONESTLY it was ADJ
      the CAST were ADJ and there was no OPP SCENE
      there was nothing OPP at all , it was a VERY ADJ FILM
      i can not say that the ASPECT was OPP , it was ADJ
      it was ADJ , hardly a SCENE was OPP
      nothing in it was OPP , every PART was ADJ
      i do not BASE_OPP this FILM , i BASE it
      my FRIENDS BASE it , nobody could BASE_OPP the ASPECT
      i do not BASE_OPP the CAST , i BASE the ASPECT
      """);

  /// The opposite opinion is admitted, and outweighed.
  private static final List<String> CONTRAST = lines("""
      the CAST were OPP but the FILM was ADJ
      i VERB this FILM even though my FRIENDS VERB_OPP it
      although my FRIENDS VERB_OPP it , i VERB it
      although the ASPECT was OPP , the FILM was ADJ
      despite the OPP ASPECT , it was ADJ
      the CRITICS VERB_OPP it but i VERB it
      it began OPP but it ended ADJ
      the ASPECT was ADJ even though the CAST were OPP
      my FRIENDS said it was OPP , yet the FILM was ADJ
      the FILM was ADJ even though the ASPECT was OPP
      i heard OPP things but it was VERY ADJ
      my FRIENDS VERB_OPP the FILM but the CRITICS VERB it
      though the CRITICS VERB_OPP the ASPECT , my FRIENDS VERB it
      """);

  /// Sentences without an opinion. In capitals: one of [#NAMES].
  static final List<String> NEUTRAL = lines("""
      we saw it in CITY on DAY
      my RELATIVE came along
      it was made in MONTH by a crew of NUMBER
      the seats in row NUMBER were full
      it is about a JOB from CITY
      my RELATIVE is a JOB too
      it runs on DAY in MONTH
      """);

  /// What neutral sentences are filled with.
  static final Map<String, List<String>> NAMES = Map.of(
      "CITY", words("paris london berlin madrid lisbon vienna prague warsaw dublin athens oslo rome naples milan lyon"
          + " geneva zurich boston chicago denver"),
      "DAY", words("monday tuesday wednesday thursday friday saturday sunday"),
      "MONTH", words("january february march april may june july august september october november december"),
      "RELATIVE", words("mother father sister brother aunt uncle nephew niece grandmother grandfather"),
      "NUMBER", words("two three four five six seven eight nine ten eleven twelve twenty thirty forty"),
      "JOB", words("baker doctor farmer lawyer painter pilot plumber sailor soldier teacher tailor waiter writer nurse"
          + " miner clerk judge singer dancer butcher"));

  /// What may be said in the end, of the same opinion.
  static final List<String> CLOSINGS = lines("""
      all in all it was ADJ
      in the end the FILM was ADJ
      taken together a VERY ADJ FILM
      """);

  private ReviewFrames() {}

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).toList();
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  /// The frames of a kind. Every fourth is kept for the test; its words occur in other frames as well.
  static List<String> of(Reviews.Kind kind, Reviews.Frames choice) {
    List<String> all = switch (kind) {
      case PLAIN -> PLAIN;
      case NEGATION -> NEGATION;
      case CONTRAST -> CONTRAST;
    };
    return all.stream().filter(frame -> switch (choice) {
      case ALL -> true;
      case TRAINING -> all.indexOf(frame) % 4 != 3;
      case TEST -> all.indexOf(frame) % 4 == 3;
    }).toList();
  }
}
