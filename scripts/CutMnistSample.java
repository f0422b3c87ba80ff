// SPDX-License-Identifier: Apache-2.0

import io.espalier.data.array.IdxFile;
import io.espalier.data.array.NumericArray;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Cuts a sample from MNIST: the examples sorted by class, every twelfth (training) or tenth (test) of them taken, and these put back in
 * the order of the whole. So every class keeps its share to within one example, and the same whole gives the same sample.
 */
public final class CutMnistSample {
    private CutMnistSample() {}

    public static void main(String[] arguments) throws IOException {
        Path whole = Path.of(arguments[0]);
        Path sample = Files.createDirectories(Path.of(arguments[1]));
        cut(whole, sample, "train", 12);
        cut(whole, sample, "t10k", 10);
    }

    private static void cut(Path whole, Path sample, String part, int step) throws IOException {
        String images = part + "-images-idx3-ubyte";
        String labels = part + "-labels-idx1-ubyte";
        NumericArray classes = IdxFile.read(whole.resolve(labels));
        List<Integer> sorted = IntStream.range(0, classes.shape().get(0))
                .boxed()
                .sorted(Comparator.comparingInt(example -> classes.data().get(example)))
                .toList();
        int[] chosen = IntStream.range(0, sorted.size())
                .filter(place -> place % step == 0)
                .map(sorted::get)
                .sorted()
                .toArray();
        write(IdxFile.read(whole.resolve(images)), chosen, sample.resolve(images + ".gz"));
        write(classes, chosen, sample.resolve(labels + ".gz"));
    }

    private static void write(NumericArray array, int[] chosen, Path file) throws IOException {
        List<Integer> shape = new ArrayList<>(array.shape());
        ByteBuffer rows = ByteBuffer.allocate(array.data().limit() / shape.get(0) * chosen.length);
        for (int row : chosen) {
            rows.put(array.row(row));
        }
        shape.set(0, chosen.length);
        try (OutputStream compressed = new Best(Files.newOutputStream(file))) {
            IdxFile.write(new NumericArray(array.type(), shape, rows.flip()), Channels.newChannel(compressed));
        }
        System.out.println(file + ": " + chosen.length + " of " + array.shape().get(0) + ", " + Files.size(file) + " bytes");
    }

    private static final class Best extends GZIPOutputStream {
        Best(OutputStream file) throws IOException {
            super(file);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
