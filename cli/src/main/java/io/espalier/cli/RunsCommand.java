// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** What was made, and how. */
final class RunsCommand extends CommandGroup {
    RunsCommand() {
        super(
                "runs list",
                "runs show small.tflite",
                "runs compare small.tflite other.tflite",
                "runs again small.tflite");
        add("list", new RunsListCommand(), "Lists the runs that left files in a folder and below.");
        add("show", new RunsShowCommand(), "Shows how a file or folder was made.");
        add("compare", new RunsCompareCommand(), "Says what differs between two runs.");
        add("again", new RunsAgainCommand(), "Runs a command again and says whether it makes the same bytes.");
    }
}
