/// Black-box attacks: what can be done with a victim's scores or labels alone; one attack a file.
package scrutable.attacks.blackbox;
