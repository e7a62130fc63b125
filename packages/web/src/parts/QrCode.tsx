import { renderSVG } from 'uqr';
import classes from './QrCode.module.css';

interface Props {
  value: string;
  /** What it stands for, to who cannot see it: "The address as a QR code". */
  alt: string;
}

/** A code for the camera of another device; made here, so that nobody else learns what it says. */
export const QrCode = ({ value, alt }: Props) => (
  <img
    className={classes.code}
    alt={alt}
    src={`data:image/svg+xml,${encodeURIComponent(renderSVG(value))}`}
  />
);
