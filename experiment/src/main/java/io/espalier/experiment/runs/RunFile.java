// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.JsonTree;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a command was run, and what it read and wrote. It names no user and no machine: of paths below the home folder, {@code ~} stands for
 * that folder.
 *
 * @param arguments of the command as it was called, with the names of options written out
 * @param folder where it was called, seen from the folder of the run file
 * @param started when, in UTC, such as {@code 2026-11-30T12:00:00Z}
 * @param seconds how long it took
 * @param versions of Espalier, Java, and the native libraries that were used, by name
 * @param platform operating system and processor, such as {@code linux-amd64}
 * @param processors how many Java had
 * @param seed of everything random; null if nothing was
 * @param settings the values of all options that have one, given or not, by name
 * @param recipe with every default filled in, by its keys; null if there was none, or a file beside holds it
 * @param inputs what was read
 * @param outputs what was written
 */
public record RunFile(
        List<String> arguments,
        String folder,
        String started,
        double seconds,
        Map<String, String> versions,
        String platform,
        int processors,
        @Nullable Long seed,
        Map<String, String> settings,
        @Nullable JsonNode recipe,
        List<Input> inputs,
        List<Output> outputs) {
    /** The name of the file in the folder that a command filled. */
    public static final String NAME = "run.json";

    /** What the name of the file ends with that stands beside the output of a command. */
    public static final String ENDING = "." + NAME;

    /** The version of Espalier, among the versions. */
    public static final String ESPALIER = "Espalier";

    /** Each begins so, in whatever form. */
    private static final String START = "{\n  \"run\": ";

    /** Files of later forms cannot be read. */
    static final int FORM = 1;

    public RunFile {
        arguments = List.copyOf(arguments);
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * What a command read.
     *
     * @param role the option or parameter that named it, such as {@code --recipe}
     * @param path as it was given; or the name of a data set
     * @param bytes of the file, or of all files of the folder; -1 for a named data set and for its files
     * @param sha256 of the file, or of all files of the folder one after another; of a folder of data, of the names and sizes of its
     *     files; empty for the name of a data set
     */
    public record Input(String role, String path, long bytes, String sha256) {
        /** A file of a data set that Espalier knows by name, which finds it. */
        public static Input ofNamed(String dataset, String file, String sha256) {
            return new Input("file of data", dataset + "/" + file, -1, sha256);
        }

        /** Whether it is a data set that Espalier knows by name, or a file of one. */
        public boolean isNamed() {
            return bytes < 0;
        }
    }

    /**
     * What a command wrote.
     *
     * @param path from the folder of the run file on
     * @param sha256 of the file, or of all files of the folder one after another
     */
    public record Output(String path, long bytes, String sha256) {}

    /** The words of the command without options: {@code convert}, or {@code lab mnist}. */
    public String command() {
        List<String> words = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("-") || (!words.isEmpty() && !words.get(0).equals("lab")) || words.size() > 1) {
                break;
            }
            words.add(argument);
        }
        return String.join(" ", words);
    }

    /** Where the run file of an output is that is a single file, or a folder that holds one model. */
    public static Path beside(Path output) {
        return output.resolveSibling(output.getFileName() + ENDING);
    }

    /** Whether a file is called as run files are. */
    public static boolean isNamedSo(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.equals(NAME) || name.endsWith(ENDING);
    }

    /**
     * Reads a run file.
     *
     * @throws RunFileException if it is none, is damaged, or was written by a newer version
     * @throws IOException if it cannot be read
     */
    public static RunFile read(Path file) throws IOException {
        try {
            return RunFileReader.read(file, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new RunFileException(file + ": no run file: it is not UTF-8 text");
        }
    }

    /**
     * Whether a file may be replaced by a run file: it is not there, or is one.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean mayReplace(Path file) throws IOException {
        return !Files.exists(file)
                || (Files.isRegularFile(file)
                        && Files.readString(file, StandardCharsets.ISO_8859_1).startsWith(START));
    }

    /** Writes it. */
    public void write(Path file) throws IOException {
        AtomicFile.writeSoon(file, toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** As text of JSON, with a line for each field. */
    public String toJson() {
        StringBuilder text = new StringBuilder(START.substring(0, 1));
        String separator = "\n";
        for (Map.Entry<String, JsonNode> field : RunFileTree.of(this).properties()) {
            text.append(separator).append("  \"").append(field.getKey()).append("\": ");
            text.append(JsonTree.print(field.getValue()));
            separator = ",\n";
        }
        return text.append("\n}\n").toString();
    }

    /** The input that an option or parameter named. */
    public Optional<Input> input(String role) {
        return inputs.stream().filter(input -> input.role().equals(role)).findFirst();
    }
}
