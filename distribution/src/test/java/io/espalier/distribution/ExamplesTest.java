// SPDX-License-Identifier: Apache-2.0
package io.espalier.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The examples, built by Maven as projects of others are, from what Espalier installs; each uses what the one before wrote. */
@TestMethodOrder(OrderAnnotation.class)
class ExamplesTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().proxy(ProxySelector.of(null)).build();

    @TempDir
    private static Path folder;

    private static InstalledArtifacts artifacts;

    @BeforeAll
    static void buildThem() throws Exception {
        artifacts = InstalledArtifacts.in(folder.resolve("repository"));
        InstalledArtifacts.copyTree(InstalledArtifacts.CHECKOUT.resolve("examples"), folder);
        Run build = artifacts.maven(
                folder,
                "compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath -Dmdep.outputFile=classpath");
        assertThat(build.exitCode()).as(build.out() + build.err()).isZero();
    }

    @Test
    @Order(1)
    void aNetworkIsTrainedAndCompressed() throws Exception {
        Run run = run("train-and-compress", "TrainAndCompress", "digits");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("Smallest: pcqat-int8.tflite");
        assertThat(folder.resolve("digits/digits.tflite")).exists();
    }

    @Test
    @Order(2)
    void aFileIsQuantizedAsTheReadmeSays() throws Exception {
        Run run = artifacts.maven(folder, "-f quantize compile exec:java");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(Files.size(folder.resolve("digits/dynamic.tflite")))
                .isLessThan(Files.size(folder.resolve("digits/digits.tflite")) / 3);
    }

    @Test
    @Order(3)
    void aFileIsRunOnAnImageWithoutTensorFlow() throws Exception {
        Run run = run("run", "Run", "digits/dynamic.tflite", "digit.png");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).startsWith("[").contains(", 0.9");
        assertThat(classpath("run")).doesNotContainPattern("tensorflow-core-native-[0-9.]+-");
    }

    @Test
    @Order(4)
    void trainingWithoutTensorFlowNamesTheDependencyThatBringsIt() throws Exception {
        String classes = folder.resolve("train-and-compress/target/classes") + File.pathSeparator + classpath("run");

        Run run = Run.shell(
                folder, Map.of("CLASSPATH", classes), "\"$JAVA_HOME\"/bin/java \"$@\"", "TrainAndCompress", "none");

        assertThat(run.err()).contains("TrainingException", "io.espalier:espalier-training");
    }

    @Test
    @Order(5)
    void filesRunOnTheModulePathToo() throws Exception {
        Run run = Run.shell(
                folder,
                Map.of(),
                "\"$JAVA_HOME\"/bin/java \"$@\"",
                "-p",
                Files.readString(folder.resolve("run/classpath")),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-cp",
                folder.resolve("run/target/classes"),
                "Run",
                "digits/dynamic.tflite",
                "digit.png");

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    @Test
    @Order(6)
    void aServiceClassifiesUploads() throws Exception {
        Process service = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        classpath("service"),
                        "Service",
                        "digits/small/pcqat-int8.tflite",
                        "0")
                .directory(folder.toFile())
                .redirectError(folder.resolve("service.log").toFile())
                .start();
        try (BufferedReader out = service.inputReader()) {
            String line = String.valueOf(out.readLine());
            assertThat(line).as(Files.readString(folder.resolve("service.log"))).startsWith("Listening on port ");
            URI address = URI.create("http://localhost:" + line.replaceAll("\\D", "") + "/classify");

            HttpResponse<String> digit = post(address, folder.resolve("digit.png"));
            HttpResponse<String> text = post(address, folder.resolve("run/pom.xml"));

            assertThat(digit.body()).startsWith("{\"class\": \"7\", \"score\": 0.");
            assertThat(digit.statusCode()).isEqualTo(200);
            assertThat(text.statusCode()).isEqualTo(400);
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    private static HttpResponse<String> post(URI address, Path file) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(address)
                        .POST(BodyPublishers.ofFile(file))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String classpath(String example) throws IOException {
        Path home = folder.resolve(example);
        return home.resolve("target/classes") + File.pathSeparator + Files.readString(home.resolve("classpath"));
    }

    private static Run run(String example, Object... words) throws IOException, InterruptedException {
        return Run.shell(folder, Map.of("CLASSPATH", classpath(example)), "\"$JAVA_HOME\"/bin/java \"$@\"", words);
    }
}
