// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.weights.KerasArchitecture;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A {@code .keras} file: a zip archive of {@code config.json}, {@code metadata.json} and {@code model.weights.h5}.
 *
 * <p>Entries are read into memory and never put onto the disk. An archive with paths that climb out of it is refused all the same, since nothing
 * of it is to be trusted; so is one whose entries grow beyond what they can hold.
 */
final class KerasArchive implements Closeable {
    static final String CONFIG = "config.json";
    static final String METADATA = "metadata.json";
    static final String WEIGHTS = "model.weights.h5";

    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_TEXT_BYTES = 64L << 20;

    /** For what is in a file of weights beside them: groups, names, counters. */
    private static final long SPARE_BYTES = 64L << 20;

    /** Weights, the state of an optimizer, twice, and averages of weights. */
    private static final long MOST_PER_WEIGHT = 4L * Float.BYTES;

    private final Path file;
    private final ZipFile zip;
    private final String config;
    private final Optional<String> metadata;

    private KerasArchive(Path file, ZipFile zip) throws IOException {
        this.file = file;
        this.zip = zip;
        check(file, zip);
        this.config = text(CONFIG)
                .orElseThrow(
                        () -> new ModelFormatException(
                                file,
                                "the zip archive has no '" + CONFIG
                                        + "', so it is not a Keras model; save the model in Keras with model.save(\"model.keras\")"));
        this.metadata = text(METADATA);
    }

    /** @throws ModelFormatException if it is no archive of a model */
    static KerasArchive open(Path file) throws IOException {
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new KerasArchive(file, zip);
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static void check(Path file, ZipFile zip) {
        if (zip.size() > MAX_ENTRIES) {
            throw new ModelFormatException(
                    file, "the archive has " + zip.size() + " entries; a Keras model has at most " + MAX_ENTRIES);
        }
        zip.stream().map(ZipEntry::getName).forEach(name -> {
            String path = name.replace('\\', '/');
            boolean climbs = path.startsWith("/")
                    || path.matches("(?s)[A-Za-z]:.*")
                    || Arrays.asList(path.split("/")).contains("..");
            if (climbs) {
                throw new ModelFormatException(
                        file,
                        "the archive has the entry '" + name
                                + "', whose path leads out of the archive; Keras writes no such entry, so do"
                                + " not trust the file");
            }
        });
    }

    Path file() {
        return file;
    }

    String config() {
        return config;
    }

    /** A text in {@code metadata.json}. */
    Optional<String> metadata(String field) {
        return metadata.flatMap(text -> {
            try {
                return Optional.ofNullable(JsonTree.parse(text).path(field).textValue());
            } catch (JsonProcessingException e) {
                throw new ModelFormatException(
                        file,
                        METADATA + " is not valid JSON (" + e.getOriginalMessage() + "); save the model again",
                        e);
            }
        });
    }

    /** The weights, which may not be much larger than the architecture needs. */
    HdfSource weights(KerasArchitecture architecture) {
        long numbers = architecture.shapes().values().stream()
                .mapToLong(shape -> shape.elements())
                .sum();
        return weights(SPARE_BYTES + MOST_PER_WEIGHT * numbers);
    }

    HdfSource weights(long mostBytes) {
        try {
            ZipEntry entry = zip.getEntry(WEIGHTS);
            if (entry == null) {
                throw new ModelFormatException(
                        file,
                        "missing '" + WEIGHTS + "'; only weights in HDF5 are supported; save the model in Keras with"
                                + " model.save(\"model.keras\")");
            }
            return HdfSource.of(file, bytes(entry, mostBytes));
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private Optional<String> text(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        return entry == null
                ? Optional.empty()
                : Optional.of(new String(bytes(entry, MAX_TEXT_BYTES), StandardCharsets.UTF_8));
    }

    // The size that an archive says is not to be trusted: what is read counts.
    private byte[] bytes(ZipEntry entry, long most) throws IOException {
        long limit = Math.min(most, Integer.MAX_VALUE - 8);
        if (entry.getSize() > limit) {
            throw tooLarge(file, entry, limit);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes((int) limit);
            if (in.read() >= 0) {
                throw tooLarge(file, entry, limit);
            }
            return content;
        }
    }

    private static ModelFormatException tooLarge(Path file, ZipEntry entry, long limit) {
        return new ModelFormatException(
                file,
                "entry '" + entry.getName() + "' needs more than the " + limit
                        + " bytes that such a model can have; do not trust the file");
    }

    private static ModelFormatException damaged(Path file, Exception cause) {
        return new ModelFormatException(
                file,
                "the zip archive is damaged or truncated (" + cause.getMessage() + "); download the file again",
                cause);
    }
}
