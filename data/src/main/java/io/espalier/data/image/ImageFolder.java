// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import io.espalier.base.ImageShape;
import io.espalier.base.Preprocessing;
import io.espalier.base.Scaling;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

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
    private final List<String> notes;

    private ImageFolder(
            String name,
            ImageShape shape,
            List<String> classNames,
            List<LabelledImage> images,
            Decoders decoders,
            Scaling scaling,
            List<String> notes) {
        Objects.requireNonNull(shape, "shape");
        this.decoders = decoders;
        this.scaling = scaling;
        this.notes = notes;
        this.name = name;
        this.shape = shape;
        this.classNames = List.copyOf(classNames);
        this.images = List.copyOf(images);
    }

    private record LabelledImage(ImageFile file, int classNumber) {}

    /**
     * A file of an image folder that is left out.
     *
     * @param file its path
     * @param fault the kind of reason
     * @param reason what is wrong with it, in a few words
     */
    public record UnusableImage(Path file, Fault fault, String reason) {
        public UnusableImage {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(fault, "fault");
            Objects.requireNonNull(reason, "reason");
        }

        /** Why an image cannot be used. */
        public enum Fault {
            /** It is not an image, or is damaged. */
            BROKEN("remove it, or save it again as JPEG or PNG"),
            /** It has more pixels or bytes than Espalier decodes. */
            TOO_LARGE("make it smaller");

            private final String advice;

            Fault(String advice) {
                this.advice = advice;
            }

            /** What can be done about it, in a few words. */
            String advice() {
                return advice;
            }
        }

        /** A consumer that stops at the first unusable image with a {@link DataFormatException}. */
        public static Consumer<UnusableImage> refused() {
            return image -> {
                throw new DataFormatException(image + "; " + image.fault().advice());
            };
        }

        /** The file and the reason, as messages show them. */
        @Override
        public String toString() {
            return file + ": " + reason;
        }
    }

    /**
     * Lists the images of a folder with one subfolder per class. Follows symbolic links. Ignores hidden files and folders; {@link #notes} counts
     * files of other types.
     *
     * @param shape what each image is resized to
     * @param unusable receives each image that is broken or too large, in order; these are left out
     * @throws DataFormatException if there are no class folders, or a class has no images
     * @throws UncheckedIOException if the folder or an image cannot be read
     */
    public static ImageFolder open(Path folder, ImageShape shape, Consumer<UnusableImage> unusable) {
        List<String> classNames = new ArrayList<>();
        List<LabelledImage> images = new ArrayList<>();
        SortedMap<String, Integer> others = new TreeMap<>();
        Decoders decoders = new Decoders();
        for (Path classFolder : FolderFiles.folders(folder)) {
            int classNumber = classNames.size();
            FolderFiles files = FolderFiles.below(folder, classFolder, true);
            classNames.add(classFolder.getFileName().toString());
            files.usable(classFolder, decoders, unusable)
                    .forEach(file -> images.add(new LabelledImage(file, classNumber)));
            files.others().forEach((ending, count) -> others.merge(ending, count, Integer::sum));
        }
        if (classNames.isEmpty()) {
            throw new DataFormatException(folder + ": no classes; expected one subfolder of images per class");
        }
        FolderFiles outside =
                new FolderFiles(FolderFiles.below(folder, folder, false).images(), others);
        return new ImageFolder(
                folder.toString(), shape, classNames, images, decoders, Scaling.UNIT, outside.unusedNotes(folder));
    }

    /**
     * Lists the images of a folder with one subfolder per class and refuses unusable ones.
     *
     * @param shape what each image is resized to
     * @throws DataFormatException if an image is unusable, there are no class folders, or a class has no images
     * @throws UncheckedIOException if the folder or an image cannot be read
     */
    public static ImageFolder open(Path folder, ImageShape shape) {
        return open(folder, shape, UnusableImage.refused());
    }

    /**
     * Lists the images directly in a folder. They have no labels: their targets are FLOAT32 of shape (0).
     *
     * @param shape what each image is resized to
     * @param unusable receives each image that is broken or too large, in order; these are left out
     * @throws DataFormatException if there are no images
     * @throws UncheckedIOException if the folder or an image cannot be read
     */
    public static ImageFolder withoutLabels(Path folder, ImageShape shape, Consumer<UnusableImage> unusable) {
        Decoders decoders = new Decoders();
        FolderFiles files = FolderFiles.below(folder, folder, false);
        List<LabelledImage> images = files.usable(folder, decoders, unusable).stream()
                .map(file -> new LabelledImage(file, 0))
                .toList();
        return new ImageFolder(
                folder.toString(),
                shape,
                List.of(),
                images,
                decoders,
                Scaling.UNIT,
                new FolderFiles(List.of(), files.others()).unusedNotes(folder));
    }

    /**
     * Decodes and resizes one JPEG or PNG image, such as an upload, exactly as the images of a folder are.
     *
     * @param name what messages call it
     * @param file the bytes of the file
     * @return UINT8 of shape (1, height, width, channels)
     * @throws DataFormatException if it is no image, is damaged, or has too many pixels
     */
    public static NumericArray decode(String name, byte[] file, ImageShape shape) {
        byte[] pixels = ImageFile.decode(name, file, new ImageDecoder(), shape.color())
                .resized(shape)
                .values();
        ByteBuffer values = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        return new NumericArray(
                ElementType.UINT8,
                List.of(1, shape.height(), shape.width(), shape.color().channels()),
                values);
    }

    /** Whether the folder holds images directly and has no subfolders. */
    public static boolean isFlat(Path folder) {
        return FolderFiles.folders(folder).isEmpty()
                && !FolderFiles.below(folder, folder, false).images().isEmpty();
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
        return new ImageFolder(name, shape, classNames, images, decoders, bytes, notes);
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
    public List<String> notes() {
        return notes;
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
        readTargets(indices, from, count, targets);
    }

    @Override
    public void readTargets(int[] indices, int from, int count, ByteBuffer targets) {
        for (int i = from; i < from + count && !classNames.isEmpty(); i++) {
            targets.putInt(images.get(indices[i]).classNumber());
        }
    }
}
