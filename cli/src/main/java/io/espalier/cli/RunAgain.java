// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.HarmlessPath;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.runs.RunFile;
import io.espalier.experiment.runs.RunFile.Input;
import io.espalier.experiment.runs.RunFileException;
import io.espalier.experiment.runs.RunFolder;
import io.espalier.experiment.runs.RunFolder.Found;
import io.espalier.experiment.runs.RunInputs;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A command that is run again in a process of its own, in the folder where it was called. */
final class RunAgain {
    private static final String LAB = "lab";

    private final Found old;
    private final Path called;
    private final Terminal terminal;
    private final List<Input> replaced;

    private RunAgain(Found old, Path called, Terminal terminal, List<Input> replaced) {
        this.old = old;
        this.called = called;
        this.terminal = terminal;
        this.replaced = replaced;
    }

    /**
     * Looks at what is needed.
     *
     * @param anyway whether inputs may have changed
     * @throws RunFileException if an input is missing or has changed
     */
    static RunAgain of(Found old, boolean anyway, Terminal terminal) throws IOException {
        Path called = HarmlessPath.follow(old.folder(), old.run().folder());
        if (!Files.isDirectory(called)) {
            throw new RunFileException(old.file() + ": the folder that the command was called in is not there: "
                    + called + "; run files find it by the way from their own folder");
        }
        List<Input> replaced = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Input input : old.run().inputs()) {
            if (input.isNamed()) {
                continue;
            }
            Path path = called.resolve(HarmlessPath.shown(input.path()));
            boolean isThere = Files.exists(path);
            boolean isSame = isThere && now(input, path).sha256().equals(input.sha256());
            if (!isSame && isRecipe(input) && old.run().recipe() != null) {
                terminal.note(path + ": " + (isThere ? "has changed" : "is missing")
                        + "; the recipe is taken from the run file");
                replaced.add(input);
            } else if (!isThere) {
                throw new RunFileException(path + ": " + input.role() + " is missing; it had " + input.bytes()
                        + " bytes and the SHA-256 " + input.sha256());
            } else if (!isSame) {
                changed.add(path + " (" + input.role() + ")");
            }
        }
        if (!changed.isEmpty() && !anyway) {
            throw new RunFileException("changed since that run: " + String.join(", ", changed)
                    + "; so the bytes will be others. Add --anyway to run all the same");
        }
        return new RunAgain(old, called, terminal, replaced);
    }

    private static boolean isRecipe(Input input) {
        return input.role().equals("--recipe") || input.role().equals("--quantize");
    }

    private static Input now(Input input, Path path) throws IOException {
        return input.role().equals(InputModel.LABEL)
                ? RunInputs.whole(input.role(), input.path(), path)
                : RunInputs.data(input.role(), input.path(), path);
    }

    /**
     * Runs the command, and reads the run file that it leaves.
     *
     * @param isKept whether what is made stays there
     * @throws ExperimentException if it fails
     */
    Found into(Path folder, boolean isKept) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        List<String> arguments = arguments(whole);
        // Nobody finds what is deleted.
        UnaryOperator<String> shown =
                isKept ? UnaryOperator.identity() : text -> text.replace(whole + File.separator, "");
        terminal.done(
                "Running",
                shown.apply(ShellCommand.espalier(arguments.toArray()).toString()));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", absoluteClassPath(), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(called.toFile());
        builder.environment().remove(RunNotes.SWITCH);
        Process process = builder.redirectErrorStream(true).start();
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                terminal.err().println("  " + shown.apply(line));
                last = line.startsWith("espalier: ") ? line : last;
            }
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new ExperimentException("the command failed with exit code " + exitCode
                        + (last.isEmpty() ? "" : ": " + shown.apply(last.substring("espalier: ".length()))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExperimentException("interrupted");
        } finally {
            process.destroy();
        }
        return RunFolder.of(whole.resolve(outputName()));
    }

    private static String absoluteClassPath() {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            parts.add(Path.of(part).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, parts);
    }

    /** The name of the file or folder that was written. */
    private String outputName() {
        String name = String.valueOf(old.file().toAbsolutePath().normalize().getFileName());
        return name.equals(RunFile.NAME)
                ? String.valueOf(old.folder().normalize().getFileName())
                : name.substring(0, name.length() - RunFile.ENDING.length());
    }

    /** The name of what an option lets the command write; that of the run file says how the first is called now. */
    private String nameOf(String option, String word) {
        if (option.equals("--save-ranges")) {
            return "ranges.json";
        }
        List<String> written = old.run().arguments().stream()
                .filter(RunWords.WRITTEN::contains)
                .toList();
        boolean isOnly =
                written.stream().filter(each -> !each.equals("--save-ranges")).count() == 1;
        return isOnly ? outputName() : String.valueOf(Path.of(word).getFileName());
    }

    private List<String> arguments(Path folder) throws IOException {
        Map<String, String> paths = new HashMap<>();
        for (Input input : replaced) {
            Path name = Path.of(input.path()).getFileName();
            Path file = Files.writeString(
                    Files.createDirectories(folder.resolve("recipe"))
                            .resolve(name == null ? "recipe.yaml" : name.toString()),
                    HarmlessPath.shownInJson(String.valueOf(old.run().recipe())));
            paths.put(input.path(), file.toString());
        }
        List<String> arguments = new ArrayList<>();
        boolean isWritten = false;
        boolean hasOutput = false;
        for (String word : old.run().arguments()) {
            if (isWritten) {
                String option = arguments.get(arguments.size() - 1);
                hasOutput |= !option.equals("--save-ranges");
                arguments.add(folder.resolve(nameOf(option, word)).toString());
            } else {
                arguments.add(paths.getOrDefault(word, HarmlessPath.shown(word)));
            }
            isWritten = !isWritten && RunWords.WRITTEN.contains(word);
        }
        boolean trains = arguments.get(0).equals(LAB) || arguments.get(0).equals("compress");
        if (arguments.get(0).equals(LAB) && !hasOutput) {
            arguments.addAll(List.of("--out", folder.resolve(outputName()).toString()));
        }
        String threads = old.run().settings().get("--threads");
        if (trains && threads != null && !arguments.contains("--threads")) {
            arguments.addAll(List.of("--threads", threads)); // the bytes depend on it
        }
        return arguments;
    }
}
