// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.internal.Sha256;
import io.espalier.data.Dataset;
import io.espalier.experiment.ExperimentData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the results of an experiment follow from, by content: a line for each part, so that lines that differ tell what is another. */
public final class WorkIdentity {
    private static final int EXAMPLES = 64;

    private final List<String> lines;

    private WorkIdentity(Stream<String> lines) {
        this.lines = lines.toList();
    }

    /** @param settings what is done, line by line */
    public WorkIdentity(String settings) {
        this(settings.lines());
    }

    private WorkIdentity with(String... added) {
        return new WorkIdentity(Stream.concat(lines.stream(), Stream.of(added)));
    }

    /** With the number of examples, and some of them with their labels: evenly spaced ones, the first and the last among them. */
    public WorkIdentity withData(ExperimentData data) {
        return with(
                "training data " + data.name() + ", " + fingerprint(data.train()),
                "test data " + data.name() + ", " + fingerprint(data.test()));
    }

    /**
     * With a file, or a folder with all its files.
     *
     * @param what it is, such as {@code teacher big.h5}
     * @throws IOException if it cannot be read
     */
    public WorkIdentity withFile(String what, Path file) throws IOException {
        return with(what + ", SHA-256 " + hash(file));
    }

    private static String hash(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return Sha256.of(ByteBuffer.wrap(Files.readAllBytes(file)));
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> inside = Files.walk(file)) {
            for (Path part : inside.filter(Files::isRegularFile).sorted().toList()) {
                all.append(file.relativize(part)).append(' ').append(hash(part)).append('\n');
            }
        }
        return Sha256.of(StandardCharsets.UTF_8.encode(all.toString()));
    }

    private static String fingerprint(Dataset data) {
        int[] places = places(data.size());
        ByteBuffer features =
                ByteBuffer.allocate(places.length * data.features().bytes()).order(ByteOrder.nativeOrder());
        ByteBuffer targets =
                ByteBuffer.allocate(places.length * data.targets().bytes()).order(ByteOrder.nativeOrder());
        data.read(places, 0, places.length, features, targets);
        return data.size() + " examples of " + data.features().type() + " "
                + data.features().shape()
                + ", scaling " + data.scaling() + ", classes " + data.classNames() + ", SHA-256 of " + places.length
                + " examples " + Sha256.of(features.flip(), targets.flip());
    }

    private static int[] places(int size) {
        if (size <= EXAMPLES) {
            return IntStream.range(0, size).toArray();
        }
        return IntStream.range(0, EXAMPLES)
                .map(i -> (int) ((long) i * (size - 1) / (EXAMPLES - 1)))
                .toArray();
    }

    /** All lines. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Why the work that another text stands for, which was begun before, is not this one; empty if it is. */
    public Optional<String> difference(String begun) {
        List<String> before = begun.lines().toList();
        if (lines.equals(before)) {
            return Optional.empty();
        }
        Optional<String> old = first(before, lines);
        Optional<String> now = first(lines, before);
        if (old.isEmpty() || now.isEmpty()) {
            return Optional.of(old.map(line -> "it was begun with " + line + ", which is missing now")
                    .or(() -> now.map(line -> "it was begun without " + line))
                    .orElse("it was begun with the same in another order"));
        }
        return Optional.of("it was begun with " + old.get() + ", and now there is " + now.get());
    }

    private static Optional<String> first(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).findFirst().map(line -> "'" + line + "'");
    }
}
