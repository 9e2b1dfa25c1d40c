package scrutable.lessons.book;

import java.util.Arrays;
import java.util.List;

/// What the talk shows, in its order, and by which lessons the book reproduces it.
///
/// The only list of its kind: the page that walks through the talk is made from it ([TalkIndex]).
///
/// @param title what the items have in common
/// @param items in the order of the slides
record Talk(String title, List<Item> items) {

  /// Something that is shown or said.
  ///
  /// @param text    what, in the book's own words
  /// @param lessons the numbers of the lessons that reproduce it; none if there is nothing to reproduce, which the text
  ///     then says
  record Item(String text, List<Integer> lessons) {
    static Item of(String text, int... lessons) {
      return new Item(text, Arrays.stream(lessons).boxed().toList());
    }
  }

  private static Talk part(String title, Item... items) {
    return new Talk(title, List.of(items));
  }

  /// The whole talk.
  static List<Talk> parts() {
    return List.of(
        part("Pictures that nobody took",
            Item.of("Two announcements of an algorithm that makes pictures: small grey ones in 2014, and in 2022 a dog"
                + " on a bicycle, ordered in words.", 32, 33)),
        part("Bird or bicycle?",
            Item.of("A game for two. Below each picture the network says what it sees and how sure it is, and it is as"
                + " sure when it is wrong.", 18),
            Item.of("What that is called, and the three papers of 2013 and 2014 that found it.", 13, 14, 15),
            Item.of("A stop sign with stickers on it, which a network takes for a speed limit.", 17)),
        part("Not only pictures",
            Item.of("A recording, and the sentence that a network writes down when it hears it.", 19),
            Item.of("An opinion in other words, which a network takes for the opposite one.", 20),
            Item.of("A player who sees a little wrong and loses.", 24),
            Item.of("A translation that must contain a certain word.", 21),
            Item.of("Translations that have nothing to do with the sentence.", 22),
            Item.of("Misspelled words, on purpose or as people do it, and what becomes of the translation.", 23),
            Item.of("A street scene whose every pixel is called something else.", 25),
            Item.of("People have tried to stop this; and, on two slides, it cannot be trained away.", 26, 27)),
        part("Inscrutable",
            Item.of("Some things may be hard to understand. A line of an old operating system said so itself, and yet it"
                + " can be followed line by line.", 45),
            Item.of("In contrast: a cat that is guacamole, with 99 percent.", 16),
            Item.of("Four explanations of how that can be, by the people who know best; they do not agree.", 28, 29, 30,
                31)),
        part("What was understood",
            Item.of("A textbook's way to choose the size of a model, and its curve of errors against size.", 4),
            Item.of("Errors that do not all cost the same: losses, and the loss that is expected.", 2, 3),
            Item.of("Overfitting: a line that goes round every point beside one that does not.", 5),
            Item.of("The same curve again, with the word reality above it.", 7, 8),
            Item.of("An elephant of four parameters, and four thousand million for ImageNet.", 6, 10)),
        part("Things fall apart",
            Item.of("Straight lines on logarithmic paper: more parameters, more data, less loss.", 11),
            Item.of("Films and opinions, with labels; then the same sentences with blanks, and no labels.", 34, 35),
            Item.of("Two pictures that should look alike to a network, and two that should not.", 36),
            Item.of("All that the internet has, neither labelled nor chosen.", 37, 38),
            Item.of("A perplexity that rises out of nothing: the descent itself begins to fail.", 12)),
        part("What that means for dependability",
            Item.of("Poison for a support vector machine: seven against one and nine against eight, before and after.",
                39),
            Item.of("Covers of a novel about a time machine: a joke about how long ago 2012 was. There is nothing to"
                + " reproduce."),
            Item.of("Two papers that learn from the web as it is.", 37, 38),
            Item.of("James Mickens on the internet, and on connecting what one does not understand to it. A warning, and"
                + " no experiment."),
            Item.of("A boundary that nobody can explain; poison with a label, then poison without one, which succeeds.",
                40, 41, 42),
            Item.of("How much poison is enough? One percent, a tenth of that, and almost none.", 40, 42, 43, 44)),
        part("Lessons for the future",
            Item.of("Programs say how; learning from labels says what; and then not even what.", 1, 46)));
  }
}
