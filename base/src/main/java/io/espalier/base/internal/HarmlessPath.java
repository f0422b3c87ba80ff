// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

import java.nio.file.Path;

/** Paths in files that others may read: below the home folder, which is called after its owner, {@code ~} stands for it. */
public final class HarmlessPath {
    private static final String HOME = System.getProperty("user.home", "");

    private HarmlessPath() {}

    /** A word of a command line as run files have it. */
    public static String hidden(String word) {
        if (HOME.length() < 2 || !word.contains(HOME)) {
            return word;
        }
        return word.equals(HOME) ? "~" : word.replace(HOME + "/", "~/").replace(HOME + "\\", "~\\");
    }

    /** The word itself again, on this machine. */
    public static String shown(String word) {
        if (word.equals("~")) {
            return HOME;
        }
        String start = word.startsWith("~/") || word.startsWith("~\\") ? HOME + word.substring(1) : word;
        return start.replace("=~/", "=" + HOME + "/").replace("=~\\", "=" + HOME + "\\");
    }

    /** A text of JSON from a run file, with the home folder in texts that begin with {@code ~}. */
    public static String shownInJson(String json) {
        return json.replace("\"~/", "\"" + HOME.replace("\\", "\\\\") + "/");
    }

    /**
     * The way from a folder to another, both absolute: relative, unless it would lead down from above the home folder, past its name.
     */
    public static String way(Path from, Path to) {
        Path home = Path.of(HOME).toAbsolutePath().normalize();
        boolean leadsPastHome = to.startsWith(home) && !from.startsWith(home);
        if (leadsPastHome || from.getRoot() == null || !from.getRoot().equals(to.getRoot())) {
            return hidden(to.toString());
        }
        String way = from.relativize(to).toString();
        return way.isEmpty() ? "." : way;
    }

    /** Where such a way leads. */
    public static Path follow(Path from, String way) {
        return from.resolve(shown(way)).normalize();
    }
}
