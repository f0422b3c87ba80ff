// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** Draws on a picture. */
final class PictureCanvas implements Canvas {
    private final BufferedImage picture;
    private final Graphics2D pen;

    PictureCanvas(int width, int height) {
        picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        rectangle(0, 0, width, height, 0xffffff);
    }

    BufferedImage picture() {
        pen.dispose();
        return picture;
    }

    @Override
    public void rectangle(double x, double y, double width, double height, int color) {
        pen.setColor(new Color(color));
        pen.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void line(double fromX, double fromY, double toX, double toY, int color, double thickness) {
        pen.setColor(new Color(color));
        pen.setStroke(new BasicStroke((float) thickness));
        pen.draw(new Line2D.Double(fromX, fromY, toX, toY));
    }

    @Override
    public void disc(double x, double y, double radius, int color) {
        pen.setColor(new Color(color));
        pen.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor, int color, boolean bold) {
        pen.setColor(new Color(color));
        pen.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, FONT_SIZE));
        double width = pen.getFontMetrics().getStringBounds(text, pen).getWidth();
        double before = anchor == Anchor.START ? 0 : anchor == Anchor.MIDDLE ? width / 2 : width;
        pen.drawString(text, (float) (x - before), (float) y);
    }
}
