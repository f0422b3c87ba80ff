// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.fuzz;

import io.espalier.data.ElementType;
import io.espalier.data.array.IdxFile;
import io.espalier.data.array.NpzFile;
import io.espalier.data.array.NumericArray;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.checkpoint.TrainingCheckpoint;
import io.espalier.train.checkpoint.TrainingIdentity;
import io.espalier.train.checkpoint.TrainingPosition;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;

/** Files of small arrays and pictures. */
final class DataSeeds {
    private DataSeeds() {}

    static List<byte[]> npz() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (NpzFile.Writer npz = new NpzFile.Writer(file)) {
            npz.write("x", bytes(2, 3));
            npz.write("y", new NumericArray(ElementType.INT64, List.of(2), ByteBuffer.allocate(16)));
        }
        return List.of(file.toByteArray());
    }

    static List<byte[]> npy() throws IOException {
        List<byte[]> arrays = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz().get(0)))) {
            while (zip.getNextEntry() != null) {
                arrays.add(zip.readAllBytes());
            }
        }
        arrays.add(text());
        return arrays;
    }

    private static byte[] text() {
        String header = "{'descr': '<U1', 'fortran_order': False, 'shape': (2,), }\n";
        ByteBuffer file = ByteBuffer.allocate(18 + header.length()).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1));
        file.putShort((short) header.length()).put(header.getBytes(StandardCharsets.ISO_8859_1));
        return file.putInt('a').putInt(0x1f600).array();
    }

    static List<byte[]> idx() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        IdxFile.write(bytes(2, 3), Channels.newChannel(plain));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(compressed)) {
            zip.write(plain.toByteArray());
        }
        return List.of(plain.toByteArray(), compressed.toByteArray());
    }

    /** A small picture in each form that {@code format} has. */
    static List<byte[]> pictures(String format) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY}) {
            BufferedImage picture = new BufferedImage(9, 7, type);
            picture.setRGB(3, 2, 0xFF8020);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(picture, format, file);
            files.add(file.toByteArray());
        }
        return files;
    }

    static List<byte[]> checkpoints() throws IOException {
        Weights weights = Weights.of(Map.of(new WeightKey("dense", "kernel"), Tensor.filled(Shape.of(2, 3), 1)));
        TrainingCheckpoint checkpoint = new TrainingCheckpoint(
                new TrainingIdentity(Map.of("the seed", "1")),
                TrainingPosition.start(1),
                weights,
                weights,
                Map.of("best", weights));
        Path file = Files.createTempFile("seed", ".npz");
        try {
            checkpoint.write(file);
            return List.of(Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
    }

    private static NumericArray bytes(int rows, int columns) {
        return new NumericArray(ElementType.UINT8, List.of(rows, columns), ByteBuffer.allocate(rows * columns));
    }
}
