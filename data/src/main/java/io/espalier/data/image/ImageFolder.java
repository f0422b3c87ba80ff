// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.ImageShape;
import io.espalier.base.Preprocessing;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder of JPEG and PNG pictures with one sub-folder for each class, in the order of their names. Pictures are decoded each time
 * they are read, so memory holds file names only; a batch is decoded on all processors.
 *
 * <p>Files that are broken are found when the folder is opened and left out, so that the set keeps its size. They are found by their structure,
 * which takes a small part of the time that decoding takes; where a sound structure holds data that cannot be decoded all the same, reading the
 * example fails.
 */
public final class ImageFolder implements Dataset {
    private static final ElementSpec CLASS_NUMBER = ElementSpec.of(ElementType.INT32);
    private static final ElementSpec NO_TARGET = new ElementSpec(ElementType.FLOAT32, List.of(0));

    private final String name;
    private final ImageShape shape;
    private final List<String> classNames;
    private final List<Picture> pictures;
    private final Decoders decoders;
    private final Scaling scaling;

    private ImageFolder(
            String name,
            ImageShape shape,
            List<String> classNames,
            List<Picture> pictures,
            Decoders decoders,
            Scaling scaling) {
        this.decoders = decoders;
        this.scaling = scaling;
        this.name = name;
        this.shape = shape;
        this.classNames = List.copyOf(classNames);
        this.pictures = List.copyOf(pictures);
    }

    private record Picture(ImageFile file, int classNumber) {}

    /**
     * Lists the pictures of a folder; hidden files and files of other kinds are left out.
     *
     * @param broken is told of each file that is left out because it is no whole picture, in their order
     * @throws DataFormatException if there are no class folders, or a class has no pictures
     * @throws UncheckedIOException if the folder or a picture cannot be read
     */
    public static ImageFolder open(Path folder, ImageShape shape, Consumer<BrokenImage> broken) {
        List<String> classNames = new ArrayList<>();
        List<Picture> pictures = new ArrayList<>();
        Decoders decoders = new Decoders();
        for (Path classFolder : below(folder, 1, Files::isDirectory)) {
            int classNumber = classNames.size();
            List<ImageFile> files = whole(classFolder, Integer.MAX_VALUE, decoders, broken);
            classNames.add(classFolder.getFileName().toString());
            files.forEach(file -> pictures.add(new Picture(file, classNumber)));
        }
        if (classNames.isEmpty()) {
            throw new DataFormatException(folder + ": no classes; expected one subfolder of images per class");
        }
        return new ImageFolder(folder.toString(), shape, classNames, pictures, decoders, Scaling.UNIT);
    }

    /** Lists the pictures of a folder, as the other does, if none is broken. */
    public static ImageFolder open(Path folder, ImageShape shape) {
        return open(folder, shape, BrokenImage.refused());
    }

    /**
     * Lists the pictures that lie in a folder itself; they have no labels, and their targets are FLOAT32 of shape (0).
     *
     * @param broken as for labelled pictures
     * @throws DataFormatException if there are none
     */
    public static ImageFolder withoutLabels(Path folder, ImageShape shape, Consumer<BrokenImage> broken) {
        Decoders decoders = new Decoders();
        List<Picture> pictures = whole(folder, 1, decoders, broken).stream()
                .map(file -> new Picture(file, 0))
                .toList();
        return new ImageFolder(folder.toString(), shape, List.of(), pictures, decoders, Scaling.UNIT);
    }

    /** Whether pictures lie in a folder itself, and there is no folder for a class. */
    public static boolean isFlat(Path folder) {
        return below(folder, 1, Files::isDirectory).isEmpty()
                && !below(folder, 1, ImageFolder::isPicture).isEmpty();
    }

    private static List<ImageFile> whole(Path classFolder, int depth, Decoders decoders, Consumer<BrokenImage> broken) {
        List<ImageFile> files = below(classFolder, depth, ImageFolder::isPicture).stream()
                .map(ImageFile::new)
                .toList();
        List<Optional<BrokenImage>> found =
                files.parallelStream().map(file -> decoders.apply(file::check)).toList();
        found.forEach(one -> one.ifPresent(broken));
        List<ImageFile> whole = IntStream.range(0, files.size())
                .filter(i -> found.get(i).isEmpty())
                .mapToObj(files::get)
                .toList();
        if (whole.isEmpty()) {
            throw new DataFormatException(classFolder + ": class without images; expected .jpg, .jpeg or .png files"
                    + (files.isEmpty() ? "" : ", but all " + files.size() + " files are broken"));
        }
        return whole;
    }

    /** What is wanted below a folder, in the order of the names, without hidden files. */
    private static List<Path> below(Path folder, int depth, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> !file.equals(folder))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(wanted)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isPicture(Path file) {
        String ending = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (ending.endsWith(".jpg") || ending.endsWith(".jpeg") || ending.endsWith(".png"))
                && Files.isRegularFile(file);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public ElementSpec features() {
        return ElementSpec.of(
                ElementType.UINT8, shape.height(), shape.width(), shape.color().channels());
    }

    @Override
    public ElementSpec targets() {
        return classNames.isEmpty() ? NO_TARGET : CLASS_NUMBER;
    }

    @Override
    public Scaling scaling() {
        return scaling;
    }

    @Override
    public Optional<Preprocessing> preprocessing() {
        return Optional.of(new Preprocessing(scaling, shape));
    }

    @Override
    public ImageFolder scaled(Scaling bytes) {
        return new ImageFolder(name, shape, classNames, pictures, decoders, bytes);
    }

    /** What pictures are made into. */
    public ImageShape shape() {
        return shape;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public void read(int[] indices, int from, int count, ByteBuffer features, ByteBuffer targets) {
        Objects.checkFromIndexSize(from, count, indices.length);
        int bytes = features().bytes();
        int start = features.position();
        Objects.checkFromIndexSize(start, count * bytes, features.limit());
        for (int i = from; i < from + count; i++) {
            Objects.checkIndex(indices[i], size());
        }
        IntStream.range(0, count).parallel().forEach(i -> {
            ImageFile file = pictures.get(indices[from + i]).file();
            Pixels decoded = decoders.apply(decoder -> file.read(decoder, shape.color()));
            features.put(start + i * bytes, decoded.resized(shape).values());
        });
        features.position(start + count * bytes);
        for (int i = from; i < from + count && !classNames.isEmpty(); i++) {
            targets.putInt(pictures.get(indices[i]).classNumber());
        }
    }
}
