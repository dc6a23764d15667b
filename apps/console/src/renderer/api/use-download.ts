import type { Download } from '@marquee/sdk';
import { useMutation } from '@tanstack/react-query';

/** Fetches a file and hands it to the browser to keep under its own name. */
export function useDownload(fetchIt: () => Promise<Download>, fallbackName: string) {
  return useMutation({
    async mutationFn() {
      const { body, contentType, fileName } = await fetchIt();
      const blob = await new Response(body, { headers: { 'content-type': contentType } }).blob();
      const url = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = url;
      link.download = fileName ?? fallbackName;
      link.click();
      URL.revokeObjectURL(url);
    },
  });
}
