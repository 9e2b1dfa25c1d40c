// What a session begins with: what one types most is imported, and there is a source of randomness.
import mine.*
import scrutable.attacks.*
import scrutable.attacks.evasion.*
import scrutable.autograd.*
import scrutable.nn.*
import scrutable.nn.Module      // there is also java.lang.Module, and both would be meant
import scrutable.nn.data.*
import scrutable.nn.data.generate.*
import scrutable.nn.layer.*
import scrutable.nn.optim.*
import scrutable.nn.train.*
import scrutable.tensor.*

var rng = Rng.seed(42)
