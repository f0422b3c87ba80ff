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
 * A folder of JPEG and PNG images with one subfolder per class, in alphabetical order. Features are UINT8 of shape (height, width, channels);
 * targets are class numbers, scalar INT32. Images are decoded each time they are read, in parallel, so memory holds file names only.
 *
 * <p>Opening the folder finds broken files by their structure, without decoding them, and leaves them out. If the structure is intact but the
 * data cannot be decoded, reading the example fails with a {@link DataFormatException}.
 */
public final class ImageFolder implements Dataset {
    private static final ElementSpec CLASS_NUMBER = ElementSpec.of(ElementType.INT32);
    private static final ElementSpec NO_TARGET = new ElementSpec(ElementType.FLOAT32, List.of(0));

    private final String name;
    private final ImageShape shape;
    private final List<String> classNames;
    private final List<LabelledImage> images;
    private final Decoders decoders;
    private final Scaling scaling;

    private ImageFolder(
            String name,
            ImageShape shape,
            List<String> classNames,
            List<LabelledImage> images,
            Decoders decoders,
            Scaling scaling) {
        Objects.requireNonNull(shape, "shape");
        this.decoders = decoders;
        this.scaling = scaling;
        this.name = name;
        this.shape = shape;
        this.classNames = List.copyOf(classNames);
        this.images = List.copyOf(images);
    }

    private record LabelledImage(ImageFile file, int classNumber) {}

    /**
     * A file of an image folder that is not an image, or is damaged.
     *
     * @param file its path
     * @param reason what is wrong with it, in a few words
     */
    public record BrokenImage(Path file, String reason) {
        static final String ADVICE = "remove it, or save it again as JPEG or PNG";

        /** A consumer that stops at the first broken image with a {@link DataFormatException}. */
        public static Consumer<BrokenImage> refused() {
            return image -> {
                throw new DataFormatException(image + "; " + ADVICE);
            };
        }

        /** The file and the reason, as messages show them. */
        @Override
        public String toString() {
            return file + ": " + reason;
        }
    }

    /**
     * Lists the images of a folder with one subfolder per class. Ignores hidden files and files of other types.
     *
     * @param shape what each image is resized to
     * @param broken receives each broken image, in order; these are left out
     * @throws DataFormatException if there are no class folders, or a class has no images
     * @throws UncheckedIOException if the folder or an image cannot be read
     */
    public static ImageFolder open(Path folder, ImageShape shape, Consumer<BrokenImage> broken) {
        List<String> classNames = new ArrayList<>();
        List<LabelledImage> images = new ArrayList<>();
        Decoders decoders = new Decoders();
        for (Path classFolder : below(folder, 1, Files::isDirectory)) {
            int classNumber = classNames.size();
            List<ImageFile> files = whole(classFolder, Integer.MAX_VALUE, decoders, broken);
            classNames.add(classFolder.getFileName().toString());
            files.forEach(file -> images.add(new LabelledImage(file, classNumber)));
        }
        if (classNames.isEmpty()) {
            throw new DataFormatException(folder + ": no classes; expected one subfolder of images per class");
        }
        return new ImageFolder(folder.toString(), shape, classNames, images, decoders, Scaling.UNIT);
    }

    /**
     * Lists the images of a folder with one subfolder per class and refuses broken ones.
     *
     * @param shape what each image is resized to
     * @throws DataFormatException if an image is broken, there are no class folders, or a class has no images
     * @throws UncheckedIOException if the folder or an image cannot be read
     */
    public static ImageFolder open(Path folder, ImageShape shape) {
        return open(folder, shape, BrokenImage.refused());
    }

    /**
     * Lists the images directly in a folder. They have no labels: their targets are FLOAT32 of shape (0).
     *
     * @param shape what each image is resized to
     * @param broken receives each broken image, in order; these are left out
     * @throws DataFormatException if there are no images
     * @throws UncheckedIOException if the folder or an image cannot be read
     */
    public static ImageFolder withoutLabels(Path folder, ImageShape shape, Consumer<BrokenImage> broken) {
        Decoders decoders = new Decoders();
        List<LabelledImage> images = whole(folder, 1, decoders, broken).stream()
                .map(file -> new LabelledImage(file, 0))
                .toList();
        return new ImageFolder(folder.toString(), shape, List.of(), images, decoders, Scaling.UNIT);
    }

    /** Whether the folder holds images directly and has no subfolders. */
    public static boolean isFlat(Path folder) {
        return below(folder, 1, Files::isDirectory).isEmpty()
                && !below(folder, 1, ImageFolder::isImage).isEmpty();
    }

    private static List<ImageFile> whole(Path classFolder, int depth, Decoders decoders, Consumer<BrokenImage> broken) {
        List<ImageFile> files = below(classFolder, depth, ImageFolder::isImage).stream()
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

    /** Files and folders that pass the filter, sorted by name, without hidden ones. */
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

    private static boolean isImage(Path file) {
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
        return images.size();
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
        return new ImageFolder(name, shape, classNames, images, decoders, bytes);
    }

    /** The size and channels that images are converted to. */
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
            ImageFile file = images.get(indices[from + i]).file();
            Pixels decoded = decoders.apply(decoder -> file.read(decoder, shape.color()));
            features.put(start + i * bytes, decoded.resized(shape).values());
        });
        features.position(start + count * bytes);
        for (int i = from; i < from + count && !classNames.isEmpty(); i++) {
            targets.putInt(images.get(indices[i]).classNumber());
        }
    }
}
