// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A folder as an installation of Spark has it, made of the jars that Maven found for the tests, and beside it the jars of an application:
 * Espalier, its tests, and the libraries that Spark does not bring.
 *
 * @param home what SPARK_HOME names
 * @param shipped the application's jars that are sent to executors
 * @param installed the application's jars that the driver finds where they are: those with native libraries
 * @param found those that executors find
 */
record SparkFolder(Path home, List<Path> shipped, List<Path> installed, List<Path> found) implements AutoCloseable {
    private static final Pattern NATIVE = Pattern.compile(".*[\\\\/]org[\\\\/](tensorflow|bytedeco)[\\\\/].*");

    // groups of libraries, as folders of Maven's repository name them
    private static final Pattern APPLICATION = Pattern.compile(
            ".*[\\\\/](io[\\\\/]espalier|io[\\\\/]jhdf|com[\\\\/]google[\\\\/]flatbuffers|com[\\\\/]twelvemonkeys|com[\\\\/]github[\\\\/]freva"
                    + "|net[\\\\/]java[\\\\/]dev[\\\\/]jna|org[\\\\/]webjars|org[\\\\/]eclipse)[\\\\/].*|.*[\\\\/]espalier-[^\\\\/]*[.]jar");
    private static final Pattern TESTING = Pattern.compile(".*(junit|surefire|assertj|opentest4j|apiguardian).*");

    static SparkFolder make(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        Files.createFile(folder.resolve("spark/RELEASE"));
        List<Path> shipped = new ArrayList<>();
        List<Path> installed = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                shipped.add(jar(path, folder.resolve("classes-" + shipped.size() + ".jar")));
            } else if (NATIVE.matcher(entry).matches()) {
                installed.add(path);
            } else if (APPLICATION.matcher(entry).matches()) {
                shipped.add(path);
            } else if (Files.exists(path) && !TESTING.matcher(entry).matches()) {
                Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
            }
        }
        return new SparkFolder(folder.resolve("spark"), shipped, installed, installed);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }

    /** The same where executors find only some of the jars. */
    SparkFolder lacking(String part) {
        List<Path> there =
                found.stream().filter(jar -> !jar.toString().contains(part)).toList();
        return new SparkFolder(home, shipped, installed, there);
    }

    /** Takes the links away: JUnit warns of each. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> links = Files.list(home.resolve("jars"))) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    /** Starts a program as spark-submit does, with a cluster of so many executors, each a process with one core. */
    Process submit(int executors, Class<?> program, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                Stream.concat(Stream.of(home.resolve("jars").resolve("*")), installed.stream())
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local-cluster[" + executors + ",1,2048]",
                "--jars",
                String.join(
                        ",",
                        Stream.concat(
                                        shipped.stream().map(Path::toString),
                                        found.stream().map(jar -> "local:" + jar))
                                .toList())));
        Map.of(
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.ui.enabled", "false",
                        "spark.log.level", "ERROR",
                        "spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("--class", program.getName(), shipped.get(0).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder child = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        child.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", "127.0.0.1"));
        return child.start();
    }
}
