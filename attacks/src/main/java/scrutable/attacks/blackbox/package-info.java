/// Attacks that see no gradient: by their type they are given scores or labels only.
package scrutable.attacks.blackbox;
