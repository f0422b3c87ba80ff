// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation of Spark.
 *
 * @param home its folder
 */
record SparkFolder(Path home) {
    private static final String VARIABLE = "SPARK_HOME";
    private static final String WANTED = "Spark 4 for Scala 2.13 (https://spark.apache.org/downloads.html)";
    private static final Pattern CORE = Pattern.compile("spark-core_([0-9.]+)-([0-9]+)([0-9.]*).*[.]jar");
    private static final Pattern ARTIFACT = Pattern.compile("(.+?)-[0-9].*[.]jar");

    /**
     * The one that the environment names.
     *
     * @param variable the value of SPARK_HOME; null if it is not set
     * @throws UsageException if there is none that Espalier runs on; says what to do
     */
    static SparkFolder of(@Nullable String variable) throws IOException {
        if (variable == null || variable.isEmpty()) {
            throw new UsageException("--spark needs Apache Spark on this machine, and " + VARIABLE
                    + " is not set; unpack " + WANTED + ", and set " + VARIABLE + " to its folder");
        }
        SparkFolder folder = new SparkFolder(Path.of(variable).toAbsolutePath());
        List<Matcher> cores = folder.jars().stream()
                .map(CORE::matcher)
                .filter(Matcher::matches)
                .toList();
        if (cores.isEmpty()) {
            throw new UsageException(VARIABLE + " is " + variable
                    + ", where there is no jars/spark-core_2.13-4*.jar; set" + " it to the folder of " + WANTED);
        }
        Matcher core = cores.get(0);
        if (!core.group(1).equals("2.13") || !core.group(2).equals("4")) {
            throw new UsageException(VARIABLE + " is " + variable + ", with Spark " + core.group(2) + core.group(3)
                    + " for Scala " + core.group(1) + "; Espalier takes " + WANTED);
        }
        return folder;
    }

    private List<String> jars() throws IOException {
        Path jars = home.resolve("jars");
        return Files.isDirectory(jars) ? names(jars) : List.of();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** What must be before everything else on the class path of a program that runs on Spark. */
    List<String> classPath() {
        return List.of(
                home.resolve("conf").toString(),
                home.resolve("jars").resolve("*").toString());
    }

    /** Whether somebody has said what Spark logs. */
    boolean hasLogging() {
        return Files.exists(home.resolve("conf").resolve("log4j2.properties"));
    }

    /** The jars in a folder that Spark does not bring itself, in any version. */
    List<Path> without(Path folder) throws IOException {
        Set<String> own = jars().stream().map(SparkFolder::artifact).collect(Collectors.toSet());
        return names(folder).stream()
                .filter(name -> !own.contains(artifact(name)))
                .map(folder::resolve)
                .toList();
    }

    private static String artifact(String jar) {
        Matcher name = ARTIFACT.matcher(jar);
        return name.matches() ? name.group(1) : jar;
    }
}
