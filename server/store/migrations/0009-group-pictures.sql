-- Pictures of groups were the files as they were uploaded, with place and camera: their small copies say nothing of it.
UPDATE groups SET avatar = (SELECT '/files/' || f.thumb_blob FROM files f WHERE f.blob = substr(groups.avatar, 8))
  WHERE avatar LIKE '/files/%' AND EXISTS (SELECT 1 FROM files f WHERE f.blob = substr(groups.avatar, 8) AND f.thumb_blob IS NOT NULL);
