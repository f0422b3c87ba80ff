// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.EspalierVersion;
import io.espalier.base.Provenance;
import io.espalier.base.internal.HarmlessPath;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.internal.RecipeRunner;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.runs.RunFile;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.experiment.runs.RunInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Takes down how a command is run that makes files, for the run file beside them. */
final class RunNotes {
    /** Where nobody wants run files: set to {@code none}. */
    static final String SWITCH = "ESPALIER_RUN_FILES";

    private static final double NANOS_PER_SECOND = 1e9;

    private final CommandSpec command;
    private final long begun = System.nanoTime();
    private final long started = System.currentTimeMillis() / 1000;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final List<Input> known = new ArrayList<>();
    private final List<Input> ofData = new ArrayList<>();
    private @Nullable Long seed;
    private @Nullable JsonNode recipe;

    /** Made with the command, so that the time of all its work is taken. */
    RunNotes(CommandSpec command) {
        this.command = command;
    }

    /** A file whose hash is known. */
    void read(String role, Path path, long bytes, String sha256) {
        known.add(new Input(role, HarmlessPath.hidden(path.toString()), bytes, sha256));
    }

    /** A file or folder that is named by another file. */
    void read(String role, Path path) throws IOException {
        known.add(RunInputs.data(role, HarmlessPath.hidden(path.toString()), path));
    }

    /** The model that the command was given, with what provenance calls it. */
    void readModel(Path path, long bytes, String parent) {
        read(InputModel.LABEL, path, bytes, parent.substring(parent.lastIndexOf(' ') + 1));
    }

    /** What everything random followed from. */
    void seed(long number) {
        seed = number;
    }

    /** The recipe with every default filled in. */
    void recipe(JsonNode effective) {
        recipe = effective;
    }

    /** The same of a recipe that trains. */
    void recipe(CompressionRecipe effective) {
        try {
            recipe = JsonTree.parse(HarmlessPath.hidden(effective.toJson()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe is written as JSON", e);
        }
    }

    /** The version of something that was used. */
    void version(String name, String version) {
        versions.put(name, version);
    }

    /** Writes the run file beside an output: a file, or a folder that holds one model. */
    void writeBeside(Path output, Terminal terminal) throws IOException {
        Path absolute = output.toAbsolutePath().normalize();
        if (isWanted()) {
            List<Output> outputs = new ArrayList<>();
            outputs.add(RunInputs.written(folderOf(absolute), absolute));
            write(RunFile.beside(absolute), outputs, terminal);
        }
    }

    /** Writes the run file into the folder that a command filled. */
    void writeInto(Path folder, List<Output> outputs, Terminal terminal) throws IOException {
        if (isWanted()) {
            write(folder.toAbsolutePath().normalize().resolve(RunFile.NAME), outputs, terminal);
        }
    }

    /**
     * Writes the run file into the folder of an experiment, with what its report tells of the environment and of the files.
     *
     * @param names of the files that it wrote; the report may tell of others
     */
    void writeReport(Path folder, Report report, List<String> names, Terminal terminal) throws IOException {
        versions.putAll(report.versions());
        readData(report.data());
        List<Output> outputs = new ArrayList<>();
        for (Report.Variant variant : report.variants()) {
            if (names.contains(variant.name())) {
                outputs.add(new Output(variant.name(), variant.bytes(), variant.sha256()));
            }
        }
        Path absolute = folder.toAbsolutePath().normalize();
        for (Path recipes : List.of(absolute.resolve("recipe.yaml"), absolute.resolve(RecipeRunner.FOLDER))) {
            if (Files.exists(recipes)) {
                outputs.add(RunInputs.written(absolute, recipes));
            }
        }
        writeInto(folder, outputs, terminal);
    }

    /** The files of a data set that Espalier knows by name. */
    private void readData(Report.Data data) {
        for (String name : DataArgument.names()) {
            if (name.equals(data.name())) {
                data.sha256().forEach((file, sha256) -> ofData.add(Input.ofNamed(name, file, sha256)));
            }
        }
    }

    /** Writes the run file beside a file, such as a page; not beside a device. */
    void writeBesideFile(Path file, Terminal terminal) throws IOException {
        if (Files.isRegularFile(file)) {
            writeBeside(file, terminal);
        }
    }

    /** Writes the run file into a folder that a command filled with files of these names. */
    void writeInto(Path folder, Collection<String> names, Terminal terminal) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        List<Output> outputs = new ArrayList<>();
        for (String name : names) {
            outputs.add(RunInputs.written(absolute, absolute.resolve(name)));
        }
        writeInto(folder, outputs, terminal);
    }

    private static boolean isWanted() {
        return !"none".equals(System.getenv(SWITCH));
    }

    private void write(Path file, List<Output> outputs, Terminal terminal) throws IOException {
        if (!RunFile.mayReplace(file)) {
            terminal.note(file + ": exists and is no run file of Espalier, so it stays, and no run file is written");
            return;
        }
        RunWords words = new RunWords(command);
        Path here = Path.of("").toAbsolutePath();
        Map<String, String> all = new LinkedHashMap<>();
        all.put(RunFile.ESPALIER, EspalierVersion.current());
        all.put("Java", System.getProperty("java.version"));
        all.putAll(versions);
        new RunFile(
                        words.arguments(),
                        HarmlessPath.way(folderOf(file), here),
                        time(started),
                        Math.round((System.nanoTime() - begun) / NANOS_PER_SECOND * 1000) / 1000.0,
                        all,
                        Provenance.here("", null, null, List.of()).platform(),
                        Runtime.getRuntime().availableProcessors(),
                        seed,
                        words.settings(),
                        recipe,
                        inputs(words),
                        outputs)
                .write(file);
    }

    private static Path folderOf(Path absolute) {
        Path parent = absolute.getParent();
        return parent == null ? absolute : parent;
    }

    private List<Input> inputs(RunWords words) throws IOException {
        List<Input> inputs = new ArrayList<>(known);
        for (RunWords.Given given : words.given()) {
            if (isKnown(given.role())) {
                continue;
            }
            if (given.isNamedData()) {
                inputs.add(new Input(given.role(), given.value(), -1, ""));
                continue;
            }
            Path path = given.path();
            if (path != null && Files.exists(path)) {
                inputs.add(RunInputs.data(given.role(), HarmlessPath.hidden(path.toString()), path));
            }
        }
        inputs.addAll(ofData);
        return inputs;
    }

    private boolean isKnown(String role) {
        for (Input input : known) {
            if (input.role().equals(role)) {
                return true;
            }
        }
        return false;
    }

    /** In UTC, to the second. Not an Instant's text, whose format takes longer to load than all the rest of a run file. */
    static String time(long epochSecond) {
        String text =
                LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC).toString();
        // It leaves out seconds that are zero.
        return text + (text.length() == "2026-11-30T12:00".length() ? ":00Z" : "Z");
    }
}
