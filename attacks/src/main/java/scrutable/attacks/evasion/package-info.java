/// Evasion: changing an input a little so that the answer changes; one attack a file.
package scrutable.attacks.evasion;
