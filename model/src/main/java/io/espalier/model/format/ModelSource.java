// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.format;

import io.espalier.base.Provenance;
import io.espalier.base.internal.Meanwhile;
import io.espalier.base.internal.Sha256;
import io.espalier.model.ModelFormatException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file or folder that may hold a model. A file is opened once: its kind, its model and its hash come from the same bytes, even if another file
 * takes its name meanwhile. One thread at a time.
 */
public final class ModelSource implements Closeable {
    private static final int START_BYTES = 64;
    private static final long MOST_MAPPED = Integer.MAX_VALUE;
    private static final int MOST_IN_MEMORY = Integer.MAX_VALUE - 8;

    private final Path path;
    private final @Nullable FileChannel channel;
    private final byte[] start;
    private byte @Nullable [] bytes;

    private ModelSource(Path path, @Nullable FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.start = new byte[channel == null ? 0 : (int) Math.min(START_BYTES, channel.size())];
        if (channel != null) {
            read(ByteBuffer.wrap(start));
        }
    }

    /**
     * Opens a file or a folder.
     *
     * @throws NoSuchFileException if there is neither
     * @throws IOException if it cannot be opened
     */
    public static ModelSource open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            return new ModelSource(path, null);
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ModelSource(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The path as it was given. */
    public Path path() {
        return path;
    }

    /** Whether it is a folder. */
    public boolean isFolder() {
        return Files.isDirectory(path);
    }

    /** Whether it is a folder that holds a file of this name. */
    public boolean holds(String name) {
        return channel == null && Files.isRegularFile(path.resolve(name));
    }

    /** The first 64 bytes, or all if there are fewer; none of a folder. */
    public byte[] start() {
        return start.clone();
    }

    /** How many bytes the file has, or all files in the folder together. */
    public long size() throws IOException {
        if (channel != null) {
            return channel.size();
        }
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        return size;
    }

    /** The files in the folder and those below, in the order of their names. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /**
     * The whole file, read at the first call. Must not be changed.
     *
     * @throws ModelFormatException if it is larger than an array can be
     */
    public byte[] bytes() throws IOException {
        if (bytes == null) {
            if (size() > MOST_IN_MEMORY) {
                throw new ModelFormatException(path, "is larger than 2 GB; only smaller files are supported");
            }
            byte[] content = new byte[(int) size()];
            read(ByteBuffer.wrap(content));
            bytes = content;
        }
        return bytes;
    }

    /**
     * Fills a buffer with the file from its beginning on.
     *
     * @throws EOFException if the file ends before
     */
    public void read(ByteBuffer buffer) throws IOException {
        long place = 0;
        while (buffer.hasRemaining()) {
            int count = file().read(buffer, place);
            if (count < 0) {
                throw new EOFException(
                        path + ": ends at byte " + place + ", before its length of " + size() + " bytes");
            }
            place += count;
        }
    }

    /** A part of the file, mapped into memory; stays valid after this source is closed. */
    public ByteBuffer map(long offset, long length) throws IOException {
        return file().map(MapMode.READ_ONLY, offset, length);
    }

    /** The name and SHA-256 of the file, or of all files in the folder one after another, as provenance names a parent. */
    public String parent() throws IOException {
        return parent(content());
    }

    /** As {@link #parent()}, but another thread reads the bytes, while this one may read the model: both take their time. */
    public Supplier<String> parentMeanwhile() throws IOException {
        List<ByteBuffer> content = content();
        return Meanwhile.of(() -> parent(content));
    }

    private String parent(List<ByteBuffer> content) {
        return Provenance.parent(
                path.toAbsolutePath().normalize().getFileName().toString(), content.toArray(ByteBuffer[]::new));
    }

    /** The SHA-256 of the file, or of all files in the folder one after another, in hexadecimal digits. */
    public String sha256() throws IOException {
        return Sha256.of(content().toArray(ByteBuffer[]::new));
    }

    /** The whole file in order, or all files in the folder one after another: as it was read, or else mapped. Must not be changed. */
    public List<ByteBuffer> content() throws IOException {
        if (bytes != null) {
            return List.of(ByteBuffer.wrap(bytes));
        }
        List<ByteBuffer> parts = new ArrayList<>();
        if (channel != null) {
            addMapped(channel, parts);
        } else {
            for (Path file : files()) {
                try (FileChannel one = FileChannel.open(file, StandardOpenOption.READ)) {
                    addMapped(one, parts);
                }
            }
        }
        return List.copyOf(parts);
    }

    private static void addMapped(FileChannel file, List<ByteBuffer> parts) throws IOException {
        for (long place = 0; place < file.size(); place += MOST_MAPPED) {
            parts.add(file.map(MapMode.READ_ONLY, place, Math.min(MOST_MAPPED, file.size() - place)));
        }
    }

    private FileChannel file() throws IOException {
        if (channel == null) {
            throw new IOException(path + ": is not a file");
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        bytes = null;
        if (channel != null) {
            channel.close();
        }
    }
}
