// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Measures the memory of a model in a process of its own. In one that has done other things, the allocator hands out again what it was given
 * back, and Java's compiler takes memory whenever it likes.
 */
final class MemoryProcess {
    // Nothing but the model takes memory: no compiler, and a heap that is touched whole at the start.
    private static final List<String> QUIET =
            List.of("-Xint", "-XX:+UseSerialGC", "-Xms64m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData");

    // What is freed goes back to the system, so that what Java left is not given to the model.
    private static final Map<String, String> ALLOCATOR =
            Map.of("MALLOC_MMAP_THRESHOLD_", "65536", "MALLOC_ARENA_MAX", "1");

    private MemoryProcess() {}

    /**
     * Bytes after loading, and after the first run; empty if the system does not tell, or no other process can be started.
     *
     * @param shapes of the inputs; none for those of the file
     */
    static Optional<long[]> measure(TfliteModel model, InterpreterOptions options, List<List<Integer>> shapes) {
        if (ResidentMemory.bytes().isEmpty()) {
            return Optional.empty();
        }
        try {
            Process process = start(options);
            try {
                ask(process, model.bytes(), shapes);
                return answer(process);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Process start(InterpreterOptions options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUIET);
        command.addAll(List.of("-cp", path(), MemoryProbe.class.getName()));
        command.addAll(List.of(String.valueOf(options.threads()), String.valueOf(options.xnnpack())));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(ALLOCATOR);
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    // Modules run from the class path too. An entry of the module path may be a folder of jars.
    private static String path() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("jdk.module.path", "").split(File.pathSeparator)) {
            entries.add(entry);
            entries.add(entry + File.separator + "*");
        }
        entries.add(System.getProperty("java.class.path", ""));
        return entries.stream()
                .filter(entry -> !entry.isEmpty() && !entry.equals(File.separator + "*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void ask(Process process, ByteBuffer model, List<List<Integer>> shapes) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        out.writeInt(shapes.size());
        for (List<Integer> shape : shapes) {
            out.writeInt(shape.size());
            for (int size : shape) {
                out.writeInt(size);
            }
        }
        out.writeInt(model.remaining());
        WritableByteChannel channel = Channels.newChannel(out);
        while (model.hasRemaining()) {
            channel.write(model);
        }
        out.flush();
    }

    private static Optional<long[]> answer(Process process) throws IOException {
        BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
        String line = in.readLine();
        String[] numbers = line == null ? new String[0] : line.split(" ");
        return numbers.length == 2
                ? Optional.of(new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])})
                : Optional.empty();
    }
}
