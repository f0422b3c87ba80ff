// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.EOFException;
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
            return measure(ProbePath.shortest(), model, options, shapes);
        } catch (IOException e) {
            return measureWithAll(model, options, shapes);
        }
    }

    private static Optional<long[]> measureWithAll(
            TfliteModel model, InterpreterOptions options, List<List<Integer>> shapes) {
        try {
            return measure(ProbePath.whole(), model, options, shapes);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException if the process did not come to the model, such as for want of a class */
    private static Optional<long[]> measure(
            String path, TfliteModel model, InterpreterOptions options, List<List<Integer>> shapes) throws IOException {
        Process process = start(path, options);
        try {
            ask(process, model.bytes(), shapes);
            return answer(process);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String path, InterpreterOptions options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUIET);
        command.addAll(List.of("-cp", path, MemoryProbe.class.getName()));
        command.addAll(List.of(String.valueOf(options.threads()), String.valueOf(options.xnnpack())));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(ALLOCATOR);
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
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
        if (line == null) {
            throw new EOFException("the process ended");
        }
        String[] numbers = line.split(" ");
        return numbers.length == 2
                ? Optional.of(new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])})
                : Optional.empty();
    }
}
