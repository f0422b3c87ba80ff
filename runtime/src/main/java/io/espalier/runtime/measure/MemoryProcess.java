// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Measures the memory of a model in a process of its own. In one that has loaded models before, the allocator hands out again what it was
 * given back, and Java's compiler takes memory whenever it likes.
 */
final class MemoryProcess {
    private static final int MOST_SECONDS = 120;

    // Nothing but the model takes memory: no compiler, a heap that is touched whole at the start.
    private static final List<String> QUIET =
            List.of("-Xint", "-XX:+UseSerialGC", "-Xms64m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData");

    // What is freed goes back to the system, so that what the first model left is not given to the second.
    private static final Map<String, String> ALLOCATOR =
            Map.of("MALLOC_MMAP_THRESHOLD_", "65536", "MALLOC_ARENA_MAX", "1");

    private MemoryProcess() {}

    /** Bytes after loading, and after the first run; empty if the system does not tell, or no other process can be started. */
    static Optional<long[]> measure(TfliteModel model, InterpreterOptions options, List<List<Integer>> shapes) {
        if (ResidentMemory.bytes().isEmpty()) {
            return Optional.empty();
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(command(model, options, shapes));
            builder.environment().putAll(ALLOCATOR);
            Process process =
                    builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try {
                return answer(process, model.bytes());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> command(TfliteModel model, InterpreterOptions options, List<List<Integer>> shapes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUIET);
        command.addAll(List.of("-cp", path(), MemoryProbe.class.getName()));
        command.add(String.valueOf(model.bytes().remaining()));
        command.add(String.valueOf(options.threads()));
        command.add(String.valueOf(options.xnnpack()));
        shapes.forEach(shape -> command.add(MemoryProbe.argument(shape)));
        return command;
    }

    // Modules run from the class path too.
    private static String path() {
        String classes = System.getProperty("java.class.path", "");
        String modules = System.getProperty("jdk.module.path", "");
        return classes.isEmpty() || modules.isEmpty() ? classes + modules : classes + File.pathSeparator + modules;
    }

    private static Optional<long[]> answer(Process process, ByteBuffer model) throws IOException {
        try (OutputStream out = process.getOutputStream();
                WritableByteChannel channel = Channels.newChannel(out)) {
            while (model.hasRemaining()) {
                channel.write(model);
            }
        }
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        String[] numbers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ");
        return numbers.length == 2
                ? Optional.of(new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])})
                : Optional.empty();
    }
}
