/// What a lesson is: its claim, its threat model, the criteria that decide its status, and what it shows.
package scrutable.lessons.contract;
