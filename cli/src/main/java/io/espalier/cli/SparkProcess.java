// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.ExperimentException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command once more, in a process of its own that has Spark on its class path: what spark-submit starts. */
final class SparkProcess {
    /** What programs on Spark may look into, as Spark's own scripts say. */
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5");

    private static final String SENT = "spark.jars";
    private static final String INSTALLED = "spark.executor.extraClassPath";
    private static final String QUIET = "-Dlog4j2.configurationFile=classpath:io/espalier/cli/log4j2-spark.properties";
    private static final String TASK_CORES = "spark.task.cpus";

    private SparkProcess() {}

    /** Whether Spark is in this process already. */
    static boolean isThis() {
        try {
            Class.forName("org.apache.spark.SparkContext", false, SparkProcess.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Runs a command there.
     *
     * @param settings of Spark, each as KEY=VALUE
     * @param threads of each task
     * @param words the command
     * @return its exit code
     * @throws UsageException if there is no Spark, or no part of Espalier for it
     */
    static int run(SparkFolder spark, String master, List<String> settings, int threads, List<String> words)
            throws IOException {
        List<String> command = command(spark, own(), master, settings, threads, words);
        Process process = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(() -> end(process), "espalier-spark-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            int exitCode = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            return exitCode;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new ExperimentException("interrupted");
        }
    }

    // it keeps what it has trained, and ends then
    private static void end(Process process) {
        process.destroy();
        process.onExit().join();
    }

    private static List<String> command(
            SparkFolder spark, Path own, String master, List<String> settings, int threads, List<String> words)
            throws IOException {
        Path lib = parent(own);
        List<Path> jars = spark.without(lib).stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("slf4j-simple"))
                .toList();
        if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("espalier-spark-"))) {
            throw new UsageException(
                    "this build of Espalier has no part for Spark, " + lib.resolve("espalier-spark-*.jar")
                            + "; take a released archive, or build everything: ./mvnw -DskipTests package");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.contains("SharedArchiveFile") && !argument.contains("espalier.archive"))
                .forEach(command::add);
        OPENED.forEach(place -> command.add("--add-opens=" + place + "=ALL-UNNAMED"));
        if (!spark.hasLogging()) {
            command.add(QUIET);
        }
        command.addAll(List.of(
                "-cp",
                Stream.concat(spark.classPath().stream(), jars.stream().map(Path::toString))
                        .collect(Collectors.joining(File.pathSeparator)),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                master,
                "--name",
                "espalier " + words.get(0)));
        command.addAll(settings(settings, jars, threads));
        command.addAll(List.of("--class", ClusterMain.class.getName(), own.toString()));
        command.addAll(words);
        return command;
    }

    private static List<String> settings(List<String> given, List<Path> jars, int threads) {
        List<String> words = new ArrayList<>();
        given.forEach(setting -> words.addAll(List.of("--conf", setting)));
        if (!has(given, TASK_CORES)) {
            words.addAll(List.of("--conf", TASK_CORES + "=" + threads));
        }
        if (!has(given, INSTALLED) && !has(given, SENT)) {
            words.addAll(List.of("--jars", jars.stream().map(Path::toString).collect(Collectors.joining(","))));
        }
        return words;
    }

    private static boolean has(List<String> settings, String key) {
        return settings.stream().anyMatch(setting -> setting.startsWith(key + "="));
    }

    private static Path own() {
        try {
            Path own = Path.of(SparkProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(own)) {
                return own;
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new UsageException("--spark needs Espalier as jars, which it sends to the cluster; run ./espalier");
    }

    private static Path parent(Path jar) {
        Path folder = jar.getParent();
        return folder == null ? Path.of("") : folder;
    }
}
