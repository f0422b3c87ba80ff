// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Runs the commands of a page one after another, in a process of its own whose working folder is the reader's. */
final class GuideSession {
    private static final String SEPARATOR = "\t";

    private GuideSession() {}

    /** @param arguments a file with a command on each line, and the folder for what they say */
    public static void main(String[] arguments) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        Path folder = Path.of(arguments[1]);
        for (int i = 0; i < lines.size(); i++) {
            CommandRun run = CommandRun.of(lines.get(i).split(SEPARATOR));
            Files.writeString(folder.resolve(i + ".out"), run.out());
            Files.writeString(folder.resolve(i + ".err"), run.err());
            Files.writeString(folder.resolve(i + ".code"), Integer.toString(run.exitCode()));
            if (run.exitCode() != 0) {
                break;
            }
        }
        System.exit(0);
    }

    /**
     * Runs commands until one fails.
     *
     * @param folder the working folder
     * @param said an empty folder for what the commands say
     * @return what each of those that ran said
     */
    static List<CommandRun> run(List<GuideCommand> commands, Path folder, Path said) throws Exception {
        Path script = Files.write(
                said.resolve("commands.txt"),
                commands.stream()
                        .map(command -> String.join(SEPARATOR, command.arguments()))
                        .toList());
        Path log = said.resolve("log.txt");
        List<String> process = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GuideSession.class.getName(),
                script.toAbsolutePath().toString(),
                said.toAbsolutePath().toString());
        int exitCode = new ProcessBuilder(process)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException("the session ended with " + exitCode + ": " + Files.readString(log));
        }
        List<CommandRun> runs = new ArrayList<>();
        for (int i : IntStream.range(0, commands.size())
                .filter(each -> Files.exists(said.resolve(each + ".code")))
                .toArray()) {
            runs.add(new CommandRun(
                    Integer.parseInt(Files.readString(said.resolve(i + ".code"))),
                    Files.readString(said.resolve(i + ".out")),
                    Files.readString(said.resolve(i + ".err"))));
        }
        return runs;
    }
}
