// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code ./mvnw install} would put into the local repository, in a repository of its own: other libraries come from the usual one.
 *
 * @param folder the repository
 */
record InstalledArtifacts(Path folder) {
    static final Path CHECKOUT = Path.of(System.getProperty("espalier.checkout"));

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([a-z-]+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");

    /** The project and its parts, as their POMs lie in the checkout. */
    record Part(Path pom, String artifact, String text) {
        static Part of(Path pom) throws IOException {
            String text = Files.readString(pom);
            Matcher own = ARTIFACT.matcher(text.replaceFirst("(?s)<parent>.*?</parent>", ""));
            if (!own.find()) {
                throw new IllegalStateException(pom + ": has no artifactId");
            }
            return new Part(pom, own.group(1), text);
        }
    }

    static List<Part> parts() throws IOException {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of(CHECKOUT.resolve("pom.xml")));
        Matcher modules = MODULE.matcher(parts.get(0).text());
        while (modules.find()) {
            parts.add(Part.of(CHECKOUT.resolve(modules.group(1)).resolve("pom.xml")));
        }
        return parts;
    }

    static String version() throws IOException {
        Matcher version = VERSION.matcher(parts().get(0).text());
        if (!version.find()) {
            throw new IllegalStateException("the project has no version");
        }
        return version.group(1);
    }

    static InstalledArtifacts in(Path folder) throws IOException {
        String version = version();
        for (Part part : parts()) {
            String name = part.artifact() + "-" + version;
            Path home = Files.createDirectories(
                    folder.resolve("io/espalier").resolve(part.artifact()).resolve(version));
            copy(part.pom(), home.resolve(name + ".pom"));
            Path jar = part.pom().resolveSibling("target").resolve(name + ".jar");
            if (Files.exists(jar)) {
                copy(jar, home.resolve(name + ".jar"));
            }
        }
        return new InstalledArtifacts(folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs Maven as this build runs, on a project outside the checkout. */
    Run maven(Path project, String words, Object... arguments) throws IOException, InterruptedException {
        String offline = System.getProperty("espalier.maven.offline").endsWith("true") ? "-o " : "";
        String command = "'" + System.getProperty("espalier.maven") + "/bin/mvn' -q --batch-mode " + offline
                + "-Dmaven.repo.local='" + folder + "' -Dmaven.repo.local.tail='"
                + System.getProperty("espalier.maven.repository") + "' " + words;
        return Run.shell(project, Map.of(), command, arguments);
    }

    /** A copy of a folder's files, without what was built. */
    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = from.relativize(file);
                if (!relative.toString().contains("target")) {
                    Path copy = to.resolve(relative.toString());
                    Files.createDirectories(copy.getParent());
                    copy(file, copy);
                }
            }
        }
    }
}
