// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line of the guide.
 *
 * @param place page and line
 * @param words what is typed, the program first
 */
record GuideCommand(String place, List<String> words) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final String ESPALIER = "./espalier";

    /** The command lines of a block; none if it holds something else. */
    static List<GuideCommand> of(GuideBlock block) {
        List<GuideCommand> commands = new ArrayList<>();
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < block.lines().size(); i++) {
            String line = block.lines().get(i);
            typed.append(line);
            if (line.endsWith("\\")) {
                typed.setLength(typed.length() - 1);
                continue;
            }
            String place = block.page() + ":" + (block.line() + i);
            for (String each :
                    typed.toString().replaceFirst("(^|\\s)#( .*)?$", "").split(";|&&")) {
                String command = each.strip().replaceFirst("^([A-Z_]+=\\S+ )+", "");
                if (command.matches("(\\./|scripts/|\\.ci/).*")) {
                    commands.add(new GuideCommand(place, words(command)));
                }
            }
            typed.setLength(0);
        }
        return commands;
    }

    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    words.add(matcher.group(group));
                }
            }
        }
        return words;
    }

    /** Whether it stands in the text, where lines are not counted. */
    boolean isMentioned() {
        return !place.contains(":");
    }

    boolean isEspalier() {
        return words.get(0).equals(ESPALIER);
    }

    /** The arguments of Espalier. */
    List<String> arguments() {
        return words.subList(1, words.size());
    }

    /** The same with the sample that is in the repository in place of the whole of MNIST. */
    GuideCommand onSample() {
        List<String> replaced = new ArrayList<>(words);
        replaced.replaceAll(word -> word.equals("mnist") ? "mnist-sample" : word);
        if (words.subList(1, Math.min(3, words.size())).equals(List.of("lab", "mnist"))) {
            replaced.set(2, "mnist");
            if (!words.contains("--data")) {
                replaced.addAll(List.of("--data", "mnist-sample"));
            }
        }
        return new GuideCommand(place, replaced);
    }
}
