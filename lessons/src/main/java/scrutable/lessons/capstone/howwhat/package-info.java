/// L46: triangle against circle by a rule, by labels, and without labels.
package scrutable.lessons.capstone.howwhat;
