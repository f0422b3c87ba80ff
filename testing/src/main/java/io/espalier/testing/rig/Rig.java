// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Compiles a model with a harness in a folder of its own, runs it on inputs, and returns what it answers. */
public final class Rig {
    private static final List<String> FILES =
            List.of("harness.c", "platform.h", "platform_hosted.c", "platform_board.c", "mps2-an386.ld");

    private final Toolchain toolchain;
    private final Path folder;

    private Rig(Toolchain toolchain, Path folder) {
        this.toolchain = toolchain;
        this.folder = folder;
    }

    /**
     * Runs a model once for each input, in one process.
     *
     * @param inputs little-endian; a model with several inputs gets them one after the other in one array
     * @throws AssertionError if the compiler fails, or the model: with a code, a write outside of its buffers, or a fault
     */
    public static RigRun run(Toolchain toolchain, CModel model, List<byte[]> inputs) {
        try {
            Path folder = Files.createTempDirectory("rig");
            try {
                Rig rig = new Rig(toolchain, folder);
                rig.compile(model);
                return rig.run(inputs);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void compile(CModel model) throws IOException, InterruptedException {
        for (String file : FILES) {
            Files.write(folder.resolve(file), resource(file));
        }
        model.writeTo(folder);
        compile(model.name() + ".c", "model.o", toolchain.modelFlags());
        compile("harness.c", "harness.o", toolchain.harnessFlags());
        compile(toolchain.platform(), "platform.o", List.of("-x", "c", "-std=gnu99"));
        List<String> link = new ArrayList<>(toolchain.compiler());
        link.addAll(List.of("model.o", "harness.o", "platform.o", "-o", "program"));
        link.addAll(toolchain.linkerFlags());
        Command.run(folder, link);
    }

    private void compile(String source, String object, List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(toolchain.compiler());
        command.addAll(flags);
        command.addAll(List.of("-c", source, "-o", object));
        Command.run(folder, command);
    }

    private RigRun run(List<byte[]> inputs) throws IOException, InterruptedException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("input.bin"))) {
            for (byte[] input : inputs) {
                out.write(input);
            }
        }
        List<String> command = new ArrayList<>(toolchain.runner());
        command.add(folder.resolve("program").toString());
        Command.run(folder, command);
        return RigRun.of(
                Files.readAllBytes(folder.resolve("output.bin")), Files.readAllBytes(folder.resolve("figures.bin")));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream content = Rig.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new FileNotFoundException("no resource " + name);
            }
            return content.readAllBytes();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
