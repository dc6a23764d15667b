import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import classes from './file-drop.module.css';

interface FileDropProps {
  readonly label: string;
  readonly hint: string;
  /** File name endings and media types, as an `<input>` takes them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
}

/** Takes one file: dropped, or chosen by click or keyboard. */
export function FileDrop({ label, hint, accept, onFile }: FileDropProps) {
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <div
      className={classes['drop']}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <FileUp size={22} strokeWidth={1.5} aria-hidden />
      <button type="button" className={classes['choose']} onClick={() => input.current?.click()}>
        {label}
      </button>
      <span className={classes['hint']}>{hint}</span>
      <input
        ref={input}
        type="file"
        accept={accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => take(event.currentTarget.files)}
      />
    </div>
  );
}
